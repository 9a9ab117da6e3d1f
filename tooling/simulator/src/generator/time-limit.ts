/** The length of a phase. */
import type { Nanoseconds } from "@gossip-glomers/history";
import type { Generator } from "./generator.ts";
import { exhausted, wrapNext } from "./step.ts";

/**
 * What `generator` does in the first `limit` nanoseconds, counted from its first operation.
 *
 * Ends as soon as the next operation would be due too late, which may be a moment before the limit. Operations in
 * flight are not its affair: whoever runs it waits for them.
 */
export function timeLimit(limit: Nanoseconds, generator: Generator): Generator {
  return timeLimitFrom(null, limit, generator);
}

/** @param end null until there was a first operation. */
function timeLimitFrom(end: Nanoseconds | null, limit: Nanoseconds, generator: Generator): Generator {
  const self: Generator = {
    op(context) {
      if (end !== null && context.time >= end) return exhausted;
      const step = generator.op(context);
      if (step.kind === "invoke") {
        const endNow = end ?? step.op.time + limit;
        if (step.op.time >= endNow) return exhausted;
        return { ...step, next: timeLimitFrom(endNow, limit, step.next) };
      }
      const wrapped = wrapNext(step, (next) => timeLimitFrom(end, limit, next));
      // Whoever waits for a thread must wake up at the limit, or a node that hangs would make the phase longer.
      if (wrapped.kind === "pending" && end !== null)
        return { ...wrapped, until: Math.min(wrapped.until, end) };
      return wrapped;
    },
    update(context, event) {
      const updated = generator.update(context, event);
      return updated === generator ? self : timeLimitFrom(end, limit, updated);
    },
  };
  return self;
}
