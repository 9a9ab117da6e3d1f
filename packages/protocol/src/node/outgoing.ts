/**
 * From payloads to bodies. `type` and `msg_id` are the node's to write: with `type: "add"` a payload would arrive as a client's `add`,
 * and with a `msg_id` what nobody is to answer would be answered.
 */
import type { Definition } from "../definition.ts";
import type { Body } from "../message.ts";

/**
 * The body of a request, with a `msg_id` if it is to be answered.
 * @throws {TypeError} if the payload cannot be one.
 */
export function requestBody(
  definition: Definition<object, object>,
  payload: object | undefined,
  msgId?: number,
): Body {
  const type = typeOf(definition);
  const fields = fieldsOf(payload, `${type}: a payload must be an object`);
  // With `in_reply_to`, what is sent is an answer given by hand; a question that says so would be taken for one.
  for (const reserved of msgId === undefined ? ["type", "msg_id"] : ["type", "msg_id", "in_reply_to"]) {
    if (Object.hasOwn(fields, reserved))
      throw new TypeError(
        `${type}: a payload must not have ${reserved}, which the node writes; give the field another name`,
      );
  }
  return msgId === undefined ? { type, ...fields } : { type, ...fields, msg_id: msgId };
}

/**
 * The body of a reply to the request of that `msg_id`. A `type` that the handler wrote is left to the check of the reply.
 * @throws {TypeError} if what the handler returned cannot be a payload.
 */
export function replyBody(
  { replyType }: Definition<object, object>,
  payload: unknown,
  inReplyTo: number,
): Body {
  const fields = fieldsOf(payload, "a handler must return the payload of its reply, an object");
  return { type: replyType, ...fields, in_reply_to: inReplyTo };
}

/**
 * The type of a definition's request.
 * @throws {TypeError} if it is no definition, but the type itself for example.
 */
export function typeOf(definition: Definition<object, object>): string {
  if (typeof definition?.type === "string") return definition.type;
  throw new TypeError(
    `node: a definition is needed, such as message("gossip") makes; it was ${String(definition)}`,
  );
}

/** The fields of a payload; nothing stands for the empty one. A list is none: spread, [7] would be {"0": 7}. */
function fieldsOf(payload: unknown, demand: string): object {
  if (payload === undefined) return {};
  if (typeof payload === "object" && payload !== null && !Array.isArray(payload)) return payload;
  throw new TypeError(`${demand}; it was ${Array.isArray(payload) ? "a list" : String(payload)}`);
}
