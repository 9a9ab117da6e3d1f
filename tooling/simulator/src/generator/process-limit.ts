/** A bound on how many processes take part in something. */
import type { Process } from "@gossip-glomers/history";
import type { Generator } from "./generator.ts";
import { exhausted, wrapNext } from "./step.ts";

/**
 * `generator`, until more than `limit` processes could have done its operations.
 *
 * Every operation without a known end leaves a process that is pending for ever, and a linearizability checker must
 * consider it at every later moment. As in Jepsen, every process counts that has a thread here when an operation
 * is issued, whether or not it ever does one.
 */
export function processLimit(limit: number, generator: Generator): Generator {
  return processLimitFrom(new Set(), limit, generator);
}

function processLimitFrom(seen: ReadonlySet<Process>, limit: number, generator: Generator): Generator {
  return {
    op(context) {
      const step = generator.op(context);
      if (step.kind !== "invoke") return wrapNext(step, (next) => processLimitFrom(seen, limit, next));
      const present = context.threads.flatMap((thread) => context.processes.get(thread) ?? []);
      const known = present.every((process) => seen.has(process)) ? seen : new Set([...seen, ...present]);
      if (known.size > limit) return exhausted;
      return wrapNext(step, (next) => processLimitFrom(known, limit, next));
    },
    update: (context, event) => processLimitFrom(seen, limit, generator.update(context, event)),
  };
}
