/**
 * A definition ties a request type to the shapes of the request and of its reply, for the compiler and at run time.
 *
 * Definitions of Maelstrom's workloads and services come from the schemas; `message` makes one for a node's own
 * messages, which nobody else checks.
 */

/** What is wrong with a body, and where. */
export interface Violation {
  /** JSON Pointer (RFC 6901) to the fault within the body, for instance `/delta`; empty for the body itself. */
  readonly path: string;
  /** What should be there, for instance `must be integer`. */
  readonly message: string;
}

/** Returns the first violation, or null if there is none. Compiled from a JSON Schema when the package is built. */
export type Check = (body: unknown) => Violation | null;

/**
 * One request and its reply.
 *
 * `Request` and `Reply` are the payloads: the bodies without `type`, `msg_id` and `in_reply_to`, which the node
 * writes and reads by itself.
 */
export interface Definition<Request extends object, Reply extends object> {
  readonly type: string;
  readonly replyType: string;
  /** Requests are open: a key too many is no fault, so that a newer client can talk to an older node. */
  readonly checkRequest: Check | null;
  /** Replies are closed, as Maelstrom's are: a key too many is an error (MAELSTROM.md 7.2). */
  readonly checkReply: Check | null;
  /** Never present; carries the types. */
  readonly "~types"?: { readonly request: Request; readonly reply: Reply };
}

/** The payload of a definition's request. */
export type RequestOf<D> = D extends Definition<infer Request, infer _> ? Request : never;

/** The payload of a definition's reply. */
export type ReplyOf<D> = D extends Definition<infer _, infer Reply> ? Reply : never;

/** All requests that a workload or a service knows, by their type. */
export type Contract = { readonly [type: string]: Definition<object, object> };

/** How a node's own message differs from the plain case. */
export interface MessageOptions {
  /** The `type` of the reply; the request's and `_ok` if not given. */
  readonly replyType?: string;
  readonly checkRequest?: Check;
  readonly checkReply?: Check;
}

/**
 * Defines a message of a node's own, for instance gossip between peers.
 *
 *     const gossip = message<{ readonly seen: readonly number[] }>("gossip");
 *
 * Nothing is checked unless checks are given: both ends are the same program.
 */
export function message<Request extends object, Reply extends object = Record<string, never>>(
  type: string,
  options: MessageOptions = {},
): Definition<Request, Reply> {
  return {
    type,
    replyType: options.replyType ?? `${type}_ok`,
    checkRequest: options.checkRequest ?? null,
    checkReply: options.checkReply ?? null,
  };
}

/** What keeps a body from being the reply of a definition; null if nothing does. */
export function replyViolation(
  { replyType, checkReply }: Definition<object, object>,
  body: { readonly type?: unknown },
): Violation | null {
  if (body.type !== replyType) return { path: "/type", message: `must be ${JSON.stringify(replyType)}` };
  return checkReply?.(body) ?? null;
}
