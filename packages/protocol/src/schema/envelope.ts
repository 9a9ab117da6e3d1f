/** The envelope of every message, as Maelstrom takes it from a node (MAELSTROM.md 4.1). */
import { integer, type JsonSchema, string } from "./json-schema.ts";

/**
 * Closed: Maelstrom reads no more from a node that adds a key, nor from one whose body is a string, a number or a
 * list. A body that is missing or null it takes for `{}`.
 */
export const envelope: JsonSchema = {
  description:
    "One message, on a line of its own. Nothing may stand beside these keys: Maelstrom stops reading a node that breaks the envelope, without a word in its verdict.",
  type: "object",
  properties: {
    id: integer("Given by the network. Nodes need not write one; Maelstrom ignores what they write."),
    src: string("Who sends: a node (`n0`), a client (`c0`) or a service (`lin-kv`)."),
    dest: string("Who is to receive. It must exist, and a client must still be waiting."),
    body: {
      description: "What is said; depends on its `type`.",
      type: ["object", "null"],
    },
  },
  required: ["src", "dest"],
  additionalProperties: false,
  examples: [
    { id: 0, src: "c0", dest: "n0", body: { type: "init", msg_id: 1, node_id: "n0", node_ids: ["n0"] } },
    { src: "n0", dest: "c0", body: { type: "init_ok", in_reply_to: 1 } },
  ],
};
