/** Faults that come and go. */
import type { Generator } from "./generator.ts";
import { wrapNext } from "./step.ts";

/**
 * An operation of `first`, one of `second`, one of `first`, … until the one whose turn it is has nothing left.
 * With random pauses between them: `stagger(interval, flipFlop(start, stop))`.
 */
export function flipFlop(first: Generator, second: Generator): Generator {
  return {
    op(context) {
      const step = first.op(context);
      return wrapNext(step, (next) =>
        step.kind === "invoke" ? flipFlop(second, next) : flipFlop(next, second),
      );
    },
    update: (context, event) => flipFlop(first.update(context, event), second.update(context, event)),
  };
}
