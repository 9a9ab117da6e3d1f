/** One thing after the other. */
import type { Generator } from "./generator.ts";
import { exhausted, wrapNext } from "./step.ts";

/**
 * Each of `generators` in turn. A phase begins when every thread is free, so that nothing of the one before it is still
 * under way: a final read that overtakes the last write would be judged as if it had seen it.
 */
export function phases(...generators: readonly Generator[]): Generator {
  return phasesFrom(false, generators);
}

/** @param hasBegun whether the first of `generators` has been asked before. */
function phasesFrom(hasBegun: boolean, generators: readonly Generator[]): Generator {
  const [current, ...later] = generators;
  const self: Generator = {
    op(context) {
      if (current === undefined) return exhausted;
      if (!hasBegun && context.free.length < context.threads.length) {
        return { kind: "pending", until: Number.POSITIVE_INFINITY, next: self };
      }
      const step = current.op(context);
      if (step.kind === "exhausted") return phasesFrom(false, later).op(context);
      return wrapNext(step, (next) => phasesFrom(true, [next, ...later]));
    },
    update(context, event) {
      const updated = current?.update(context, event);
      return updated === undefined || updated === current ? self : phasesFrom(hasBegun, [updated, ...later]);
    },
  };
  return self;
}
