/** Workload `echo` (MAELSTROM.md 10.1). */
import { anything } from "./json-schema.ts";
import type { Protocol } from "./rpc.ts";

export const echo: Protocol = {
  name: "echo",
  kind: "workload",
  description: "Nodes answer what they are told.",
  rpcs: [
    {
      type: "echo",
      name: "Echo",
      description: "Asks for the same value back.",
      request: { echo: anything("Any value; Maelstrom sends a string.") },
      reply: { echo: anything("The value of the request, unchanged.") },
      examples: [{ request: { echo: "Please echo 35" }, reply: { echo: "Please echo 35" } }],
    },
  ],
};
