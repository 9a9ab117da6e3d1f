/**
 * The first look at what came in: is it a message, and can it be a request or a reply?
 *
 * The envelope is read leniently here, unlike where Maelstrom's part is played: what a node can make sense of, it
 * serves. What belongs to one type of request is left to that type's schema.
 */
import type { Violation } from "../definition.ts";
import type { Body, Message } from "../message.ts";
import { isClient } from "./patience.ts";
import { deepest, deepestBetweenNodes, unprintable } from "./printable.ts";

/** A body of which nothing is known but that it is an object. */
export interface IncomingBody {
  readonly [key: string]: unknown;
}

/** A message whose envelope is sound and whose body is any JSON object. */
export interface Incoming {
  readonly src: string;
  readonly dest: string;
  readonly body: IncomingBody;
}

/** What keeps a parsed line from being a message; null if nothing does. */
export function envelopeViolation(value: unknown): Violation | null {
  if (!isObject(value)) return { path: "", message: "must be an object" };
  if (typeof value.src !== "string") return { path: "/src", message: "must be a string" };
  if (typeof value.dest !== "string") return { path: "/dest", message: "must be a string" };
  if (!isObject(value.body)) return { path: "/body", message: "must be an object" };
  return null;
}

/** Whether a parsed line is a message; if it is not, `envelopeViolation` says why. */
export function isIncoming(value: unknown): value is Incoming {
  return envelopeViolation(value) === null;
}

/** What keeps a message from being a request; null if nothing does. */
export function requestViolation({ src, body }: Incoming): Violation | null {
  if (typeof body.type !== "string") return { path: "/type", message: "must be a string" };
  if (body.msg_id !== undefined && messageId(body) === undefined) {
    return { path: "/msg_id", message: "must be an integer" };
  }
  const message = unprintable(body, isClient(src) ? deepest : deepestBetweenNodes);
  return message === null ? null : { path: "", message };
}

/** Whether a message can be a request; if it cannot, `requestViolation` says why. */
export function isRequest(message: Incoming): message is Incoming & Message<Body & IncomingBody> {
  return requestViolation(message) === null;
}

/** The `msg_id` of a body, if it has one that a reply can name. */
export function messageId(body: IncomingBody): number | undefined {
  return integer(body.msg_id);
}

/** The `msg_id` of the request that a body answers, if it is an answer. */
export function repliesTo(body: IncomingBody): number | undefined {
  return integer(body.in_reply_to);
}

/** The fields of a body that are its sender's own: all but those that every body has. */
export function payloadOf(body: IncomingBody): object {
  const { type: _type, msg_id: _id, in_reply_to: _request, ...payload } = body;
  return payload;
}

function integer(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

function isObject(value: unknown): value is IncomingBody {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
