/** One thing after the other. */
import type { Generator } from "./generator.ts";
import { nothing, wrapNext } from "./step.ts";

/**
 * Each of `generators` in turn. A phase begins when every thread is free, so that nothing of the one before it is still
 * under way: a final read that overtakes the last write would be judged as if it had seen it.
 */
export function phases(...generators: readonly Generator[]): Generator {
  const [first, ...later] = generators;
  return first === undefined ? nothing : phasesFrom(first, later, false);
}

/** @param hasBegun whether `current` has been asked before. */
function phasesFrom(current: Generator, later: readonly Generator[], hasBegun: boolean): Generator {
  const self: Generator = {
    op(context) {
      if (!hasBegun && context.free.length < context.threads.length) {
        return { kind: "pending", until: Number.POSITIVE_INFINITY, isSettled: false, next: self };
      }
      const step = current.op(context);
      if (step.kind === "exhausted") return phases(...later).op(context);
      return wrapNext(step, (next) => (next === current && hasBegun ? self : phasesFrom(next, later, true)));
    },
    update(context, event) {
      const updated = current.update(context, event);
      return updated === current ? self : phasesFrom(updated, later, hasBegun);
    },
  };
  return self;
}
