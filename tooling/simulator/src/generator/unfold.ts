/** The leaves: generators that think of operations by themselves. */
import type { Context, Draft, Generator, Step } from "./generator.ts";
import { invocationOf } from "./step.ts";

/**
 * An endless stream whose every operation depends on the ones before it: `next` gets the state and returns an
 * operation and the state after it.
 *
 * @example The broadcasts of 0, 1, 2, …
 * unfold(0, (n) => [{ f: "broadcast", value: n }, n + 1]);
 */
export function unfold<State>(
  state: State,
  next: (state: State, context: Context) => readonly [Draft, State],
): Generator {
  const self: Generator = {
    op(context): Step {
      const thread = context.free[0];
      const process = thread === undefined ? undefined : context.processes.get(thread);
      if (thread === undefined || process === undefined) {
        return { kind: "pending", until: Number.POSITIVE_INFINITY, isSettled: false, next: self };
      }
      const [draft, after] = next(state, context);
      const op = invocationOf(draft, context.time, thread, process);
      // The same object for a stream without state, so that those who hold it need not copy anything.
      return { kind: "invoke", op, next: Object.is(after, state) ? self : unfold(after, next) };
    },
    update: () => self,
  };
  return self;
}

/** An endless stream of operations that do not depend on each other. */
export function repeat(draft: (context: Context) => Draft): Generator {
  return unfold(null, (_, context) => [draft(context), null]);
}
