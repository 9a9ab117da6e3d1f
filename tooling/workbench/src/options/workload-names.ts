import type { WorkloadName } from "@gossip-glomers/protocol";

/** Maelstrom's workloads (MAELSTROM.md 1.1), in the order in which it lists them. */
export const workloadNames: readonly WorkloadName[] = [
  "broadcast",
  "echo",
  "g-counter",
  "g-set",
  "kafka",
  "lin-kv",
  "pn-counter",
  "txn-list-append",
  "txn-rw-register",
  "unique-ids",
];
