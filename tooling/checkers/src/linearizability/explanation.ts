/**
 * Why the history cannot be explained, in Knossos's terms (MAELSTROM.md 13): the configurations it can have been in,
 * and the paths on which each of them fails the operation that does not fit. Read just-in-time.ts first.
 */
import type { Operation } from "@gossip-glomers/history";
import { type Configuration, configurationsBefore, type KindedCall } from "./just-in-time.ts";
import { Inconsistent, type Model } from "./model.ts";
import type { Transitions } from "./transitions.ts";

/** Knossos can find millions of either, so Jepsen cuts both lists. */
const SHOWN = 10;

/** How many unfinished paths are gone on with; only a history with many calls of unknown outcome has more. */
const MOST_UNFINISHED = 1000;

/** One step of a path: the operation, and the state after it or why there is none. */
export interface PathStep<State> {
  /** Null if nothing has happened yet. */
  readonly operation: Operation | null;
  readonly after: State | Inconsistent;
}

/** A configuration with the operations themselves. */
export interface ShownConfiguration<State> {
  readonly state: State;
  /** The operation placed last. */
  readonly last: Operation | null;
  /** Invocations that are not placed, by process. */
  readonly pending: readonly Operation[];
}

/** At most ten of each. */
export interface Explanation<State> {
  /** Null if there are too many to look at. */
  readonly configurations: readonly ShownConfiguration<State>[] | null;
  readonly paths: readonly (readonly PathStep<State>[])[];
}

/**
 * The configurations before the completion of `stuck`, and the ways in which it fails in them.
 *
 * @param stuck null for a linearizable history: the configurations at its end, and no paths
 */
export function explain<State>(
  calls: readonly KindedCall[],
  model: Model<State>,
  transitions: Transitions<State>,
  stuck: number | null,
): Explanation<State> {
  const configurations = configurationsBefore(calls, transitions, stuck);
  const paths: (readonly PathStep<State>[])[] = [];
  if (stuck !== null) {
    for (const configuration of configurations ?? []) {
      if (paths.length < SHOWN)
        paths.push(...failingPaths(configuration, stuck).slice(0, SHOWN - paths.length));
    }
  }
  return { configurations: configurations?.slice(0, SHOWN).map(shown) ?? null, paths };

  function shown({ state, pending, last }: Configuration): ShownConfiguration<State> {
    const invocations = pending.flatMap((call) => invocationOf(call) ?? []);
    return {
      state: transitions.stateOf(state),
      last: lastOf(last),
      pending: invocations.sort((a, b) => Number(a.process) - Number(b.process)),
    };
  }

  /**
   * The ways from a configuration to the call that does not fit: any pending calls in any order, until one of them
   * or the call itself cannot happen. Short ways come first.
   */
  function failingPaths(from: Configuration, stuckCall: number): (readonly PathStep<State>[])[] {
    const state = transitions.stateOf(from.state);
    const rest = from.pending.filter((call) => call !== stuckCall);
    let unfinished: { path: readonly PathStep<State>[]; rest: readonly number[]; state: State }[] = [
      { path: [{ operation: lastOf(from.last), after: state }], rest, state },
    ];
    const failing: (readonly PathStep<State>[])[] = [];
    while (unfinished.length > 0 && failing.length < SHOWN) {
      const longer: typeof unfinished = [];
      for (const { path, rest, state } of unfinished) {
        for (const call of [...rest, stuckCall]) {
          const step = calls[call]?.step;
          if (step === undefined) continue;
          const after = model.step(state, step);
          const operation = call === stuckCall ? (calls[call]?.completion ?? null) : invocationOf(call);
          const extended = [...path, { operation, after }];
          if (after instanceof Inconsistent) failing.push(extended);
          else longer.push({ path: extended, rest: rest.filter((other) => other !== call), state: after });
        }
      }
      unfinished = longer.slice(0, MOST_UNFINISHED);
    }
    return failing;
  }

  function lastOf(last: Configuration["last"]): Operation | null {
    if (last === null) return null;
    return last.returned ? (calls[last.call]?.completion ?? null) : invocationOf(last.call);
  }

  /** Knossos gives an invocation the value it completed with: a pending read shows what it got. */
  function invocationOf(call: number): Operation | null {
    const found = calls[call];
    return found === undefined ? null : { ...found.invocation, value: found.step.value };
  }
}
