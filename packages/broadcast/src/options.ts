/** What can be tuned: one table for the bin's command line, its `--help` and the types of `createServer`. */
import type { ValuesOf } from "@gossip-glomers/protocol";

export const options = {
  profile: {
    type: "choice",
    choices: ["quick", "frugal"],
    default: "quick",
    description:
      "quick: values are everywhere within 0.6 s; frugal: within 2 s, for a third of the messages.",
  },
  overlay: {
    type: "choice",
    choices: ["star", "topology"],
    default: "star",
    description:
      "Along what values spread: a star around the first node, or the topology that the clients give.",
  },
} as const;

/** Values of all options. */
export type BroadcastOptions = ValuesOf<typeof options>;
