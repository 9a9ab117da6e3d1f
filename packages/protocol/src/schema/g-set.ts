/** Workload `g-set`: a set that only grows (MAELSTROM.md 10.4). */
import { anything, listOrNull } from "./json-schema.ts";
import type { Protocol } from "./rpc.ts";

export const gSet: Protocol = {
  name: "g-set",
  kind: "workload",
  description: "A set, the same on all nodes in the end, to which elements are only added.",
  rpcs: [
    {
      type: "add",
      name: "GSetAdd",
      description: "Adds an element.",
      request: { element: anything("The element; Maelstrom sends 0, 1, 2, …, each once.") },
      reply: {},
      examples: [{ request: { element: 0 }, reply: {} }],
    },
    {
      type: "read",
      name: "GSetRead",
      description: "Asks for all elements that the node knows.",
      request: {},
      reply: {
        value: listOrNull(anything("An element."), "All elements that the node knows, in any order."),
      },
      examples: [{ request: {}, reply: { value: [0, 1] } }],
    },
  ],
};
