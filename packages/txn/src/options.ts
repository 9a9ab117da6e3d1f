/** What can be tuned: one table for the bin's command line, its `--help` and the types of `createServer`. */
import { completeOptions, type ValuesOf } from "@gossip-glomers/protocol";

export const options = {
  interval: {
    type: "number",
    unit: "ms",
    min: 1,
    default: 100,
    description: "How long changes are gathered before they are sent; a greater one costs fewer messages.",
  },
  partSize: {
    type: "number",
    integer: true,
    min: 1,
    default: 1_000,
    description: "The most registers that one message carries; what is more goes in several.",
  },
  patience: {
    type: "number",
    unit: "ms",
    min: 1,
    default: 1_000,
    description: "After how long without an answer another node stands in for a neighbour.",
  },
} as const;

/** Values of all options. */
export type TxnOptions = ValuesOf<typeof options>;

/** The defaults, with which every row of challenge 6 passes. */
export const defaultOptions: TxnOptions = completeOptions("defaultOptions", options, {});
