/** The errors that a node itself makes, each with a text that says what failed and where. */
import type { Definition, Violation } from "../definition.ts";
import { RpcError } from "../error/rpc-error.ts";

/** The request breaks the schema of its type. */
export function malformedRequest(type: string, violation: Violation | null): RpcError {
  return RpcError.malformedRequest(`${type}: ${at(violation)}`);
}

/** No handler is registered for the type. */
export function unknownType(type: string): RpcError {
  return RpcError.notSupported(`this node does not serve ${JSON.stringify(type)}`);
}

/** The handler's own answer breaks its schema; Maelstrom would call the whole operation indeterminate, and not say why. */
export function malformedAnswer(replyType: string, violation: Violation): Error {
  return new TypeError(`the handler's answer is no valid ${replyType}: ${at(violation)}`);
}

/** Nobody answered. Whether the request was carried out is unknown. */
export function noReply({ type }: Definition<object, object>, dest: string, why: string): RpcError {
  return RpcError.timeout(`rpc ${type} to ${dest}: ${why}`);
}

/**
 * The answer breaks its schema.
 *
 * It is 13 and not 12, though a schema is broken: 12 is definite and tells the caller that nothing has happened. But
 * who answers a write with `{"type":"write_ok","extra":1}` may well have written.
 */
export function malformedReply(
  { type }: Definition<object, object>,
  dest: string,
  fault: Violation,
): RpcError {
  return RpcError.crash(`rpc ${type} to ${dest}: the reply is malformed: ${at(fault)}`);
}

function at(violation: Violation | null): string {
  if (violation === null) return "must be valid";
  const { path, message } = violation;
  return `${path || "the body"} ${message}`;
}
