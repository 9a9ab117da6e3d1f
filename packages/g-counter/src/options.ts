/** What can be tuned: one table for the bin's command line, its `--help` and the types of `createServer`. */
import type { ValuesOf } from "@gossip-glomers/protocol";

export const options = {
  maxStale: {
    type: "number",
    unit: "ms",
    min: 0,
    default: 500,
    description: "How old a read may be when it is asked for; younger reads cost more messages.",
  },
  shareFrom: {
    type: "number",
    unit: "nodes",
    integer: true,
    min: 2,
    default: 8,
    description:
      "From how many nodes on they read the totals together: far fewer messages, but a read may wait for half of max-stale.",
  },
} as const;

/** Values of all options. */
export type CounterOptions = ValuesOf<typeof options>;
