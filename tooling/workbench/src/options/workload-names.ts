/** Maelstrom's workloads (MAELSTROM.md 1.1), in the order in which it lists them. */
export const workloadNames = [
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
] as const;

export type WorkloadName = (typeof workloadNames)[number];
