/** The length of a phase. */
import type { Nanoseconds } from "@gossip-glomers/history";
import type { Generator } from "./generator.ts";
import { exhausted, wrapNext } from "./step.ts";

/**
 * What `generator` does in the first `limit` nanoseconds, counted from its first operation.
 *
 * An operation that is due too late does not end it before its time. Jepsen's limit does end there, and so may stop a run
 * early: with every client busy, the next operation known is a partition 15 s ahead, but a client that comes free in a
 * moment has operations to do until then. Operations in flight at the limit are the affair of whoever runs it.
 */
export function timeLimit(limit: Nanoseconds, generator: Generator): Generator {
  return timeLimitFrom(null, limit, generator);
}

/** @param end null until there was a first operation. */
function timeLimitFrom(end: Nanoseconds | null, limit: Nanoseconds, generator: Generator): Generator {
  const become = (next: Generator): Generator =>
    next === generator ? self : timeLimitFrom(end, limit, next);
  const self: Generator = {
    op(context) {
      if (end !== null && context.time >= end) return exhausted;
      const step = generator.op(context);
      if (step.kind !== "invoke") {
        const wrapped = wrapNext(step, become);
        if (wrapped.kind !== "pending" || end === null) return wrapped;
        // Whoever waits for a thread must wake up at the limit, or a node that hangs would make the phase longer.
        const { until, isSettled, next } = wrapped;
        return { kind: "pending", until: Math.min(until, end), isSettled, next };
      }
      const endNow = end ?? step.op.time + limit;
      if (step.op.time < endNow) return wrapNext(step, (next) => timeLimitFrom(endNow, limit, next));
      if (context.time >= endNow) return exhausted;
      return {
        kind: "pending",
        until: endNow,
        isSettled: false,
        next: timeLimitFrom(endNow, limit, generator),
      };
    },
    update: (context, event) => become(generator.update(context, event)),
  };
  return self;
}
