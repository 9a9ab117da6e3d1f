/** What can be tuned: one table for the bin's command line, its `--help` and the types of `createServer`. */
import type { ValuesOf } from "@gossip-glomers/protocol";

export const options = {
  strategy: {
    type: "choice",
    choices: ["gossip", "lin-kv"],
    default: "gossip",
    description: "Where the logs are: in the nodes, which gossip, or in the service lin-kv.",
  },
  batchInterval: {
    type: "number",
    unit: "ms",
    min: 0,
    default: 55,
    description: "gossip: how long a node collects what it has to tell the others.",
  },
  batchLimit: {
    type: "number",
    integer: true,
    min: 1,
    default: 1_000,
    description: "gossip: how many sends and commits one message carries.",
  },
  meshUpTo: {
    type: "number",
    integer: true,
    min: 1,
    default: 8,
    description: "gossip: up to how many nodes all speak to each other; more of them form a tree.",
  },
  acks: {
    type: "number",
    integer: true,
    min: 0,
    default: 0,
    description: "gossip: how many other nodes must have a message or a commit before it is acknowledged.",
  },
  pollLimit: {
    type: "number",
    integer: true,
    min: 1,
    default: 1_000,
    description: "How many entries of one log a poll returns.",
  },
} as const;

/** Values of all options. */
export type KafkaOptions = ValuesOf<typeof options>;
