/** Workload `broadcast` (MAELSTROM.md 10.3). */
import { anything, listOrNull } from "./json-schema.ts";
import type { Protocol } from "./rpc.ts";
import { topology } from "./topology.ts";

export const broadcast: Protocol = {
  name: "broadcast",
  kind: "workload",
  description: "What one node is told, all nodes shall know in the end.",
  rpcs: [
    topology,
    {
      type: "broadcast",
      name: "Broadcast",
      description: "Gives a value to be spread to all nodes.",
      request: { message: anything("The value; Maelstrom sends 0, 1, 2, …, each once.") },
      reply: {},
      examples: [{ request: { message: 1000 }, reply: {} }],
    },
    {
      type: "read",
      name: "BroadcastRead",
      description: "Asks for all values that the node knows.",
      request: {},
      reply: { messages: listOrNull(anything("A value."), "All values that the node knows, in any order.") },
      examples: [{ request: {}, reply: { messages: [1, 8, 72, 25] } }],
    },
  ],
};
