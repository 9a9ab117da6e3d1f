/** A leaf that learns from what happens: what it asks for depends on how earlier operations ended. */
import type { Context, Draft, Generator, GeneratorEvent, Step } from "./generator.ts";
import { exhausted, invocationOf } from "./step.ts";

/** What an automaton does in each state. */
export interface Behaviour<State> {
  /** The next operation and the state after it; null if there will never be another. */
  next(state: State, context: Context): readonly [Draft, State] | null;
  /** The state after an operation began or ended. Returns the same object if it makes no difference. */
  observe(state: State, event: GeneratorEvent): State;
}

/**
 * As `unfold`, with a state that also takes in what happens, and an end.
 *
 * @example Reads until one of them has seen all.
 * automaton(false, {
 *   next: (isDone) => (isDone ? null : [{ f: "read", value: null }, isDone]),
 *   observe: (isDone, { operation }) => isDone || (operation.type === "ok" && operation.value === "all"),
 * });
 */
export function automaton<State>(state: State, behaviour: Behaviour<State>): Generator {
  const become = (after: State): Generator => (Object.is(after, state) ? self : automaton(after, behaviour));
  const self: Generator = {
    op(context): Step {
      const thread = context.free[0];
      const process = thread === undefined ? undefined : context.processes.get(thread);
      const next = behaviour.next(state, context);
      if (next === null) return exhausted;
      if (thread === undefined || process === undefined) {
        return { kind: "pending", until: Number.POSITIVE_INFINITY, isSettled: false, next: self };
      }
      const [draft, after] = next;
      const op = invocationOf(draft, context.time, thread, process);
      return { kind: "invoke", op, next: become(after) };
    },
    update: (_, event) => become(behaviour.observe(state, event)),
  };
  return self;
}
