/**
 * The first line of a trace: the options that shape a run.
 *
 * Nothing of the machine may be in it, neither paths nor times: the same seed must give the same bytes on another
 * machine, too. What does differ is in run.json.
 */
import type { TraceHeader } from "@gossip-glomers/history";
import type { TestOptions } from "../options/test-options.ts";

export function traceHeader(options: TestOptions, seed: number): TraceHeader {
  return {
    kind: "run",
    version: 1,
    workload: options.workload,
    nodes: options.nodes,
    clock: options.subject.kind === "module" ? "virtual" : "wall",
    seed,
    options: {
      concurrency: options.concurrency,
      rate: options.rate,
      "time-limit": options.timeLimitSeconds,
      latency: options.latency.meanMs,
      "latency-dist": options.latency.distribution,
      nemesis: options.nemesis,
      "nemesis-interval": options.nemesisIntervalSeconds,
      faults: options.faults.kinds,
      loss: options.faults.loss,
      duplicate: options.faults.duplicate,
      reorder: options.faults.reorderMs,
      slow: Object.fromEntries(options.faults.slowMs),
      recovery: options.faults.recoverySeconds,
      topology: options.topology,
      availability: options.availability,
      "consistency-models": options.consistencyModels,
      "key-count": options.keyCount,
      "max-txn-length": options.maxTxnLength,
      "max-writes-per-key": options.maxWritesPerKey,
      "seq-kv": options.seqKv,
      "maelstrom-compat": options.maelstromCompat,
    },
  };
}
