/**
 * The search for a linearization: an order of the calls that respects real time and that the model allows.
 *
 * Wing and Gong, "Testing and verifying concurrent objects" (1993), try every call that no unplaced call precedes,
 * depth first; Lowe, "Testing for linearizability" (2017), remembers configurations (configurations.ts) and takes
 * calls from a linked list (entries.ts). Read those two first. Three cuts make calls of unknown outcome bearable,
 * which otherwise double the work each:
 *
 * - A call of unknown outcome that would leave the state as it is, is not placed: the order without it is as good.
 * - Of two such calls of the same kind the earlier is placed first: in any order with only the later, the earlier
 *   can stand in its place.
 * - A call that must be placed, can be and leaves the state as it is (a read) is placed at once, and if that fails
 *   nothing else is tried: in any order that goes on from here, it can be moved to the front.
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
  /** The most configurations to visit; each takes some 50 bytes. */
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

/** Searches an order of `calls`. Worst case exponential in the calls that overlap, hence the budget. */
export function search(
  calls: readonly SearchCall[],
  transitions: Transitions,
  budget: SearchBudget,
): SearchResult {
  const { order, optional, required, events, earlierTwin } = arrange(calls);
  const kinds = Int32Array.from(order, (position) => calls[position]?.kind ?? 0);
  const entries = linkEntries(events, order.length);
  const placement = new Placement(optional, required);
  const cache = new ConfigurationCache();
  const stack: { call: number; state: number; node: number }[] = [];
  let state = transitions.initial;
  let node = ROOT;
  let deepest = { node: ROOT, prefix: 0, length: 0 };

  const finish = (outcome: SearchResult["outcome"]): SearchResult => ({
    outcome,
    order: cache.path(outcome === "linearizable" ? node : deepest.node).map((call) => order[call] ?? 0),
    stuck: outcome === "linearizable" ? null : (order[optional + deepest.prefix] ?? null),
    configurations: cache.size,
  });

  let entry = entries.first();
  while (placement.placed < required) {
    const call = entries.invocationAt(entry);
    // A completion whose call is not placed: it should have been placed by now.
    let stranded = call < 0;
    if (!stranded) {
      const next = transitions.after(state, kinds[call] ?? 0);
      const forced = next === state && call >= optional;
      if (next !== IMPOSSIBLE && (call >= optional || worthPlacing(call, next))) {
        placement.add(call);
        const reached = cache.add(placement, next, node, call);
        if (reached !== null) {
          stack.push({ call, state, node });
          [state, node] = [next, reached];
          entries.lift(call);
          entry = entries.first();
          const { prefix } = placement;
          if (prefix > deepest.prefix || (prefix === deepest.prefix && stack.length > deepest.length)) {
            deepest = { node, prefix, length: stack.length };
          }
          if (cache.size >= budget.configurations) return finish("undecided");
          if (cache.size % PATIENCE === 0 && budget.aborted?.() === true) return finish("undecided");
          continue;
        }
        placement.remove(call);
        stranded = forced;
      }
    }
    if (!stranded) {
      entry = entries.after(entry);
      continue;
    }
    for (;;) {
      const undone = stack.pop();
      if (undone === undefined) return finish("impossible");
      const forced = undone.state === state && undone.call >= optional;
      entries.unlift(undone.call);
      placement.remove(undone.call);
      ({ state, node } = undone);
      if (forced) continue;
      entry = entries.after(undone.call);
      break;
    }
  }
  return finish("linearizable");

  function worthPlacing(call: number, next: number): boolean {
    const twin = earlierTwin[call] ?? -1;
    return next !== state && (twin < 0 || placement.has(twin));
  }
}

/** The calls numbered as `Placement` wants them, and their events. */
interface Arrangement {
  /** Number → position in the calls as given. */
  readonly order: readonly number[];
  readonly optional: number;
  readonly required: number;
  /** See `linkEntries`. */
  readonly events: readonly number[];
  /** For each optional call the one of the same kind invoked before it, or -1. */
  readonly earlierTwin: readonly number[];
}

function arrange(calls: readonly SearchCall[]): Arrangement {
  const positions = calls.map((_, position) => position);
  const invoked = (position: number): number => calls[position]?.invoked ?? 0;
  const completed = (position: number): number | null => calls[position]?.completed ?? null;
  const optional = positions.filter((position) => completed(position) === null);
  optional.sort((a, b) => invoked(a) - invoked(b));
  const required = positions.filter((position) => completed(position) !== null);
  required.sort((a, b) => (completed(a) ?? 0) - (completed(b) ?? 0));

  const order = [...optional, ...required];
  const events = order.flatMap((position, call) => {
    const end = completed(position);
    const begin = { call, at: invoked(position) };
    return end === null ? [begin] : [begin, { call, at: end }];
  });
  const latest = new Map<number, number>();
  const earlierTwin = optional.map((position, call) => {
    const kind = calls[position]?.kind ?? 0;
    const twin = latest.get(kind) ?? -1;
    latest.set(kind, call);
    return twin;
  });
  return {
    order,
    optional: optional.length,
    required: required.length,
    events: events.sort((a, b) => a.at - b.at).map(({ call }) => call),
    earlierTwin,
  };
}
