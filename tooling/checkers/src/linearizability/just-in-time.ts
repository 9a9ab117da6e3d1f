/**
 * Every configuration that a history can have led to, by Lowe's just-in-time linearization (2017, section 5).
 *
 * The search (search.ts) decides; this explains. Knossos reports the configurations before the operation that
 * cannot be explained, and they are a function of the history: go through it in the order of time, and place calls
 * only when one completes, as few or as many as make that completion possible. The set can be exponential in the
 * calls that overlap, so it is given up beyond a limit.
 */
import type { IntervalCall } from "./calls.ts";
import { IMPOSSIBLE, type Transitions } from "./transitions.ts";

/** The calls of a history with their kinds, by invocation. */
export interface KindedCall extends IntervalCall {
  readonly kind: number;
}

export interface Configuration {
  readonly state: number;
  /** Invoked and not placed, by invocation; of unknown outcome or not completed yet. */
  readonly pending: readonly number[];
  /** Placed and not completed yet, by number. */
  readonly placed: readonly number[];
  /** The call placed last; `returned` if it was by its own completion. */
  readonly last: { readonly call: number; readonly returned: boolean } | null;
}

/** How many configurations may be looked at; few have more than ten, and no more are ever shown. */
const LIMIT = 10_000;

/**
 * The configurations before the completion of call `until`, or at the end of the history.
 *
 * @returns null if there are too many to look at
 */
export function configurationsBefore(
  calls: readonly KindedCall[],
  transitions: Transitions,
  until: number | null,
): readonly Configuration[] | null {
  let configurations: readonly Configuration[] = [
    { state: transitions.initial, pending: [], placed: [], last: null },
  ];
  let looked = 0;
  for (const { call, completes } of eventsOf(calls)) {
    if (completes && call === until) break;
    const next = new Map<string, Configuration>();
    if (completes) {
      const explored = new Set<string>();
      for (const configuration of configurations) complete(configuration, call, explored, next);
      looked += explored.size;
    } else {
      for (const configuration of configurations) {
        keep({ ...configuration, pending: [...configuration.pending, call] }, next);
      }
    }
    configurations = [...next.values()];
    looked += configurations.length;
    if (looked > LIMIT) return null;
  }
  return configurations;

  function complete(
    from: Configuration,
    call: number,
    explored: Set<string>,
    results: Map<string, Configuration>,
  ): void {
    if (from.placed.includes(call)) {
      keep({ ...from, placed: without(from.placed, call) }, results);
      return;
    }
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const key = keyOf(at);
      if (explored.has(key) || explored.size > LIMIT) continue;
      explored.add(key);
      const returned = place(at, call, true);
      if (returned !== null) keep({ ...returned, placed: without(returned.placed, call) }, results);
      for (const other of at.pending) {
        const placed = other === call ? null : place(at, other, false);
        if (placed !== null) open.push(placed);
      }
    }
  }

  function place(from: Configuration, call: number, returned: boolean): Configuration | null {
    const state = transitions.after(from.state, calls[call]?.kind ?? 0);
    if (state === IMPOSSIBLE) return null;
    const placed = [...from.placed, call].sort((a, b) => a - b);
    return { state, pending: without(from.pending, call), placed, last: { call, returned } };
  }
}

/** Invocations and completions in the order of the history. */
function eventsOf(
  calls: readonly KindedCall[],
): readonly { readonly call: number; readonly completes: boolean }[] {
  const events = calls.flatMap(({ invocation, completion }, call) => [
    { call, completes: false, at: invocation.index },
    ...(completion === null ? [] : [{ call, completes: true, at: completion.index }]),
  ]);
  return events.sort((a, b) => a.at - b.at);
}

/** Two ways to the same configuration are one; the first is kept. */
function keep(configuration: Configuration, into: Map<string, Configuration>): void {
  const key = keyOf(configuration);
  if (!into.has(key)) into.set(key, configuration);
}

function keyOf({ state, pending, placed }: Configuration): string {
  return `${state} ${pending.join(",")} ${placed.join(",")}`;
}

function without(calls: readonly number[], call: number): readonly number[] {
  return calls.filter((other) => other !== call);
}
