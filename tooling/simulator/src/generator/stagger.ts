/** The rate of a run. */
import type { Nanoseconds } from "@gossip-glomers/history";
import type { Generator } from "./generator.ts";
import { invocationOf, wrapNext } from "./step.ts";

/**
 * Spaces the operations of `generator`, over all threads together: the first is due at once, each further one
 * a random pause after the one before it, uniform in [0, 2·`meanPause`) (MAELSTROM.md section 8).
 *
 * Pauses are counted from when an operation was *due*, not from when a thread came free to do it. A run of 1000
 * operations a second that stood still for 100 ms therefore issues some 100 at once and is on time again; counted from
 * when it was done, every delay would lower the rate for good.
 */
export function stagger(meanPause: Nanoseconds, generator: Generator): Generator {
  return staggerFrom(null, { meanPause, isEndless: false }, generator);
}

/**
 * As `stagger`, for a generator that never ends and has nothing to log. It is not asked before its next operation is due, as
 * its answer would be thrown away then, and until then nobody need ask.
 */
export function staggerEndless(meanPause: Nanoseconds, generator: Generator): Generator {
  return staggerFrom(null, { meanPause, isEndless: true }, generator);
}

interface Rhythm {
  readonly meanPause: Nanoseconds;
  readonly isEndless: boolean;
}

/** @param due when the next operation is due; null if it is the first. */
function staggerFrom(due: Nanoseconds | null, rhythm: Rhythm, generator: Generator): Generator {
  const { meanPause, isEndless } = rhythm;
  const become = (next: Generator): Generator => (next === generator ? self : staggerFrom(due, rhythm, next));
  const self: Generator = {
    op(context) {
      if (isEndless && due !== null && context.time < due) {
        return { kind: "pending", until: due, isSettled: true, next: self };
      }
      // Drawn first, so that it does not depend on how many numbers the operation draws.
      const pause = Math.floor(context.random.float() * 2 * meanPause);
      const step = generator.op(context);
      if (step.kind !== "invoke") return wrapNext(step, become);
      const dueNow = due ?? step.op.time;
      const { time, thread, process } = step.op;
      return {
        kind: "invoke",
        op: invocationOf(step.op, Math.max(dueNow, time), thread, process),
        next: staggerFrom(dueNow + pause, rhythm, step.next),
      };
    },
    update: (context, event) => become(generator.update(context, event)),
  };
  return self;
}
