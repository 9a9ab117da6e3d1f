/**
 * The search for a linearization: an order of the calls that respects real time and that the model allows.
 *
 * Wing and Gong, "Testing and verifying concurrent objects" (1993), try every call that no unplaced call precedes,
 * depth first; Lowe, "Testing for linearizability" (2017), remembers configurations (configurations.ts) and takes
 * calls from a linked list (entries.ts). Read those two first. A call of unknown outcome (optional here) may be left
 * out, so each doubles the work at worst. It is tried only where no required call fits, and four cuts help:
 *
 * - A configuration is not entered if one is known that has come as far with fewer optional calls (configurations.ts).
 * - An optional call that would leave the state as it is, is not placed: the order without it is as good.
 * - Of two optional calls of the same kind the earlier is placed first: in any order with only the later, the
 *   earlier can stand in its place.
 * - A required call that only observes (a read) is placed as soon as it can be, and if that fails nothing else is
 *   tried: in any order that goes on from here, it can be moved to the front.
 *
 * Invariant: every configuration in the cache but those on the stack has been searched in vain.
 */
import { ConfigurationCache, Placement, ROOT } from "./configurations.ts";
import { linkEntries } from "./entries.ts";
import { IMPOSSIBLE, type Transitions } from "./transitions.ts";

/** A call for the search: its kind, and when it was invoked and completed in any unit that orders events. */
export interface SearchCall {
  readonly kind: number;
  readonly invoked: number;
  /** Null if its outcome is unknown. */
  readonly completed: number | null;
}

/** How long to search. */
export interface SearchBudget {
  /** The most configurations to visit; each takes some 70 bytes. */
  readonly configurations: number;
  /** Asked now and then; true ends the search. */
  readonly aborted?: () => boolean;
}

export interface SearchResult {
  readonly outcome: "linearizable" | "impossible" | "undecided";
  /** Positions in `calls`: a linearization, or the longest beginning of one that was found. */
  readonly order: readonly number[];
  /**
   * Position of the call that cannot be placed: everything that completed before it can be, but not it too. Of an
   * undecided search, how far it got. Null if linearizable.
   */
  readonly stuck: number | null;
  /** How many configurations were visited. */
  readonly configurations: number;
}

/** How many configurations are visited between two questions whether to abort. */
const PATIENCE = 4096;

/** A decision of the search, and where it stood when it took it. */
interface Decision {
  readonly call: number;
  readonly state: number;
  readonly node: number;
  readonly cursor: Cursor;
}

/** Which calls remain to be tried in a configuration: required ones from an entry on, then optional ones. */
interface Cursor {
  readonly entry: number;
  readonly option: number;
}

/** Searches an order of `calls`. Worst case exponential in the calls that overlap, hence the budget. */
export function search(
  calls: readonly SearchCall[],
  transitions: Transitions,
  budget: SearchBudget,
): SearchResult {
  const { order, optional, required } = number(calls);
  const numbered = order.map((position) => calls[position]);
  const kinds = Int32Array.from(numbered, (call) => call?.kind ?? 0);
  const entries = linkEntries(entriesByTime(numbered.slice(optional)), required);
  const options = optionsOf(numbered.slice(0, optional));
  const placement = new Placement(optional, required);
  const cache = new ConfigurationCache();
  const stack: Decision[] = [];
  let state = transitions.initial;
  let node = ROOT;
  let entry = entries.first();
  let option = 0;
  let deepest = { node: ROOT, prefix: 0, length: 0 };

  /** The next call that can be placed and is worth it, or -1; the cursor moves past it. */
  const nextCall = (): number => {
    for (; entry < required; entry = entries.after(entry)) {
      if (transitions.after(state, kinds[optional + entry] ?? 0) === IMPOSSIBLE) continue;
      const call = optional + entry;
      entry = entries.after(entry);
      return call;
    }
    // This completion's call is not placed, so whatever is placed next was invoked before it.
    const deadline = numbered[optional + entry - required]?.completed ?? Number.NEGATIVE_INFINITY;
    for (; (options[option]?.invoked ?? Number.POSITIVE_INFINITY) < deadline; option++) {
      if (placement.has(option)) continue;
      const next = transitions.after(state, kinds[option] ?? 0);
      const twin = options[option]?.earlierTwin ?? -1;
      if (next !== IMPOSSIBLE && next !== state && (twin < 0 || placement.has(twin))) return option++;
    }
    return -1;
  };
  /** A required call that only observes and can be placed, or -1. */
  const observation = (): number => {
    for (let at = entries.first(); at < required; at = entries.after(at)) {
      const kind = kinds[optional + at] ?? 0;
      if (transitions.observes(kind) && transitions.after(state, kind) !== IMPOSSIBLE) return optional + at;
    }
    return -1;
  };
  const place = (call: number): boolean => {
    placement.add(call);
    const next = transitions.after(state, kinds[call] ?? 0);
    const reached = cache.add(placement, next, node, call);
    if (reached === null) {
      placement.remove(call);
      return false;
    }
    stack.push({ call, state, node, cursor: { entry, option } });
    if (call >= optional) entries.lift(call - optional);
    [state, node, entry, option] = [next, reached, entries.first(), 0];
    const { prefix } = placement;
    if (prefix > deepest.prefix || (prefix === deepest.prefix && stack.length > deepest.length)) {
      deepest = { node, prefix, length: stack.length };
    }
    return true;
  };
  /** Takes decisions back up to one that had an alternative; false if there is none. */
  const backtrack = (): boolean => {
    for (;;) {
      const undone = stack.pop();
      if (undone === undefined) return false;
      const forced = undone.call >= optional && transitions.observes(kinds[undone.call] ?? 0);
      if (undone.call >= optional) entries.unlift(undone.call - optional);
      placement.remove(undone.call);
      ({ state, node } = undone);
      ({ entry, option } = undone.cursor);
      if (!forced) return true;
    }
  };
  const finish = (outcome: SearchResult["outcome"]): SearchResult => ({
    outcome,
    order: cache.path(outcome === "linearizable" ? node : deepest.node).map((call) => order[call] ?? 0),
    stuck: outcome === "linearizable" ? null : (order[optional + deepest.prefix] ?? null),
    configurations: cache.size,
  });

  let fresh = true;
  while (placement.placed < required) {
    if (cache.size >= budget.configurations) return finish("undecided");
    const observed: number = fresh ? observation() : -1;
    const call: number = observed < 0 ? nextCall() : observed;
    fresh = call >= 0 && place(call);
    if (fresh && cache.size % PATIENCE === 0 && budget.aborted?.() === true) return finish("undecided");
    if (!fresh && (call < 0 || call === observed) && !backtrack()) return finish("impossible");
  }
  return finish("linearizable");
}

/** Numbers the calls as `Placement` wants them: optional ones by invocation, then required ones by completion. */
function number(calls: readonly SearchCall[]): {
  /** Number → position in the calls as given. */
  readonly order: readonly number[];
  readonly optional: number;
  readonly required: number;
} {
  const invoked = (position: number): number => calls[position]?.invoked ?? 0;
  const completed = (position: number): number | null => calls[position]?.completed ?? null;
  const positions = calls.map((_, position) => position);
  const optional = positions.filter((position) => completed(position) === null);
  optional.sort((a, b) => invoked(a) - invoked(b));
  const required = positions.filter((position) => completed(position) !== null);
  required.sort((a, b) => (completed(a) ?? 0) - (completed(b) ?? 0));
  return { order: [...optional, ...required], optional: optional.length, required: required.length };
}

/** The entries of required calls in the order of time; see `EntryList`. */
function entriesByTime(required: readonly (SearchCall | undefined)[]): readonly number[] {
  const times = new Map<number, number>();
  required.forEach((call, number) => {
    times.set(number, call?.invoked ?? 0);
    times.set(required.length + number, call?.completed ?? 0);
  });
  return [...times.keys()].sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0));
}

/** When each optional call was invoked, and which one of the same kind was invoked last before it (or -1). */
function optionsOf(
  optional: readonly (SearchCall | undefined)[],
): readonly { readonly invoked: number; readonly earlierTwin: number }[] {
  const latest = new Map<number, number>();
  return optional.map((call, number) => {
    const kind = call?.kind ?? 0;
    const earlierTwin = latest.get(kind) ?? -1;
    latest.set(kind, number);
    return { invoked: call?.invoked ?? 0, earlierTwin };
  });
}
