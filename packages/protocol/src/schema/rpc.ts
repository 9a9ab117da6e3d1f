/**
 * A request and its reply, as data, and the schemas of their bodies.
 *
 * Requests are open: a key too many is no fault. Replies are closed, because Maelstrom throws away a reply with a key
 * that it does not know (MAELSTROM.md 7.2), and a node that was told so only there would look slow rather than wrong.
 */
import type { Json } from "../message.ts";
import { integer, type JsonSchema, literal } from "./json-schema.ts";

export type Fields = { readonly [name: string]: JsonSchema };
export type Payload = { readonly [name: string]: Json };

export interface Rpc {
  /** The request's `type`; the reply's is this and `_ok`. */
  readonly type: string;
  /** Stem of the generated names: `KvRead` gives `KvReadRequest` and `KvReadReply`. */
  readonly name: string;
  readonly description: string;
  /** Fields of the request beside `type` and `msg_id`. */
  readonly request: Fields;
  /** Those fields of the request that may be absent. */
  readonly optional?: readonly string[];
  /** Fields of the reply beside `type`, `msg_id` and `in_reply_to`. */
  readonly reply: Fields;
  /** Only for `init`, whose reply Maelstrom does not check beyond its type (MAELSTROM.md 2). */
  readonly replyIsOpen?: true;
  /** Codes of errors that have a meaning of their own in answer to this request. */
  readonly errors?: readonly number[];
  /** Pairs of a request and its reply, without the fields that every body has. */
  readonly examples: readonly { readonly request: Payload; readonly reply: Payload }[];
}

/** What is spoken with one kind of node: a workload, a service, or what precedes them all. */
export interface Protocol {
  /** Maelstrom's name for it, and the name of the published schema file. */
  readonly name: string;
  readonly kind: "setup" | "workload" | "service";
  readonly description: string;
  readonly rpcs: readonly Rpc[];
}

export function replyType(rpc: Rpc): string {
  return `${rpc.type}_ok`;
}

/** The whole body of the request. */
export function requestSchema(rpc: Rpc): JsonSchema {
  const payload = requestPayloadSchema(rpc);
  return {
    type: "object",
    description: rpc.description,
    properties: {
      type: literal(rpc.type, "What is asked."),
      msg_id: integer("Number of this message, unique per sender. Without it, no reply is wanted."),
      ...rpc.request,
    },
    required: ["type", ...(payload.required ?? [])],
    examples: rpc.examples.map(({ request }) => ({ type: rpc.type, msg_id: 1, ...request })),
  };
}

const msg_id = integer(
  "Number of this message, unique per sender. Nobody answers a reply, so it may be left out.",
);

/** The whole body of the reply. */
export function replySchema(rpc: Rpc): JsonSchema {
  return {
    type: "object",
    description: `Answers \`${rpc.type}\`.`,
    properties: {
      type: literal(replyType(rpc), "Says that the request was carried out."),
      in_reply_to: integer("The `msg_id` of the request."),
      ...(rpc.replyIsOpen ? {} : { msg_id }),
      ...rpc.reply,
    },
    required: ["type", "in_reply_to", ...Object.keys(rpc.reply)],
    ...(rpc.replyIsOpen ? {} : { additionalProperties: false }),
    examples: rpc.examples.map(({ reply }) => ({ type: replyType(rpc), in_reply_to: 1, ...reply })),
  };
}

/** The request without the fields that the node reads and writes by itself. */
export function requestPayloadSchema(rpc: Rpc): JsonSchema {
  const optional = new Set(rpc.optional);
  return {
    type: "object",
    description: rpc.description,
    properties: rpc.request,
    required: Object.keys(rpc.request).filter((name) => !optional.has(name)),
    additionalProperties: false,
  };
}

/** The reply without the fields that the node reads and writes by itself. */
export function replyPayloadSchema(rpc: Rpc): JsonSchema {
  return {
    type: "object",
    description: `Answers \`${rpc.type}\`.`,
    properties: rpc.reply,
    required: Object.keys(rpc.reply),
    additionalProperties: false,
  };
}
