/** Workload `unique-ids` (MAELSTROM.md 10.2). */
import { anything } from "./json-schema.ts";
import type { Protocol } from "./rpc.ts";

export const uniqueIds: Protocol = {
  name: "unique-ids",
  kind: "workload",
  description: "Nodes make ids that no node has made before.",
  rpcs: [
    {
      type: "generate",
      name: "Generate",
      description: "Asks for a new id.",
      request: {},
      reply: {
        id: anything(
          "Any value; strings or integers are best, and all of one kind, or Maelstrom cannot sort them.",
        ),
      },
      examples: [{ request: {}, reply: { id: "n1-123" } }],
    },
  ],
};
