/** The reply that says that a request was not carried out (MAELSTROM.md 7.3). */
import { integer, type JsonSchema, literal, string } from "./json-schema.ts";

/**
 * What a node should send. Maelstrom itself checks nothing here: an error with extra keys is welcome, and one without
 * a code counts as unknown, hence as indefinite.
 */
export const error: JsonSchema = {
  description: "Answers any request that was not carried out, or of which nobody knows whether it was.",
  type: "object",
  properties: {
    type: literal("error", "Says that this is an error."),
    in_reply_to: integer("The `msg_id` of the request."),
    msg_id: integer(
      "Number of this message, unique per sender. Nobody answers a reply, so it may be left out.",
    ),
    code: integer("What went wrong; see the registry. Codes of one's own start at 1000 and are indefinite."),
    text: string("For humans."),
  },
  required: ["type", "in_reply_to", "code"],
  examples: [
    { type: "error", in_reply_to: 1, code: 11, text: "still reading the log, ask again" },
    { type: "error", in_reply_to: 1, code: 1001, leader: "n2" },
  ],
};
