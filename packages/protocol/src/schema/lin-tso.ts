/** Service `lin-tso`: an oracle of timestamps (MAELSTROM.md 11.2). */
import { integer } from "./json-schema.ts";
import type { Protocol } from "./rpc.ts";

export const tso: Protocol = {
  name: "lin-tso",
  kind: "service",
  description: "Hands out 0, 1, 2, … to whoever asks.",
  rpcs: [
    {
      type: "ts",
      name: "Timestamp",
      description: "Asks for the next timestamp.",
      request: {},
      reply: { ts: integer("A number higher than any given out before.") },
      examples: [{ request: {}, reply: { ts: 123 } }],
    },
  ],
};
