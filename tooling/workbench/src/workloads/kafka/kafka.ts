/** Workload `kafka` (MAELSTROM.md 10.7): logs by key, which clients append to and read on from where they were. */
import type { Workload } from "@gossip-glomers/simulator";
import { KafkaClient } from "./client.ts";
import { finalPolls } from "./final-polls.ts";
import { type KafkaOptions, kafkaOperations } from "./operations.ts";

export function kafkaWorkload(options: KafkaOptions): Workload {
  return {
    name: "kafka",
    reusableClients: false,
    errors: { kind: "standard", idempotent: new Set(["assign"]) },
    client: (connection) => new KafkaClient(connection),
    generator: ({ concurrency }) => kafkaOperations(options, concurrency),
    finalGenerator: (_, history) => finalPolls(history),
  };
}
