/** Errors that travel: thrown in a handler they are the reply, and a reply that is an error is thrown by `rpc`. */
import type { Json } from "../message.ts";
import { type ErrorName, errorDefinition } from "./registry.ts";

/** The body of an error as it is sent (MAELSTROM.md 7.3). */
export interface ErrorBody {
  readonly type: "error";
  readonly in_reply_to: number;
  readonly code: number;
  readonly text?: string;
  // With undefined, or `text` is an error wherever `exactOptionalPropertyTypes` is off, as it is by default.
  readonly [field: string]: Json | undefined;
}

/** Fields of an error beside those that every error has. */
export type ErrorFields = { readonly [field: string]: Json };

// In the registry of symbols that all copies of this module share. A server that was bundled with its own copy may
// throw into a node of another copy, to which its class is a stranger and its `instanceof` false.
const brand: symbol = Symbol.for("@gossip-glomers/protocol/RpcError");

/** An error with a code of Maelstrom's registry, or one of one's own from 1000 on. */
export class RpcError extends Error {
  override readonly name: string = "RpcError";
  readonly code: number;
  /** The name of the code; `unknown` if it has none. */
  readonly codeName: ErrorName;
  /** Whether the operation surely did not happen. */
  readonly definite: boolean;
  /** For humans; undefined if nothing was said. */
  readonly text: string | undefined;
  readonly fields: ErrorFields;

  /**
   * @param fields Further keys of the body; those that every error has are not overridden by them.
   * @throws {TypeError} if the code is no integer: `new RpcError("abort")` would be sent without an error's code.
   */
  constructor(code: number, text?: string, fields: ErrorFields = {}) {
    if (!Number.isInteger(code))
      throw new TypeError(
        `RpcError: the code must be an integer, as 14 for an abort; it was ${String(code)}`,
      );
    const { name, definite } = errorDefinition(code);
    super(text === undefined ? `${name} (${code})` : `${name} (${code}): ${text}`);
    this.code = code;
    this.codeName = name;
    this.definite = definite;
    this.text = text;
    this.fields = fields;
  }

  // On the class, as it would be dear on each error.
  static {
    Object.defineProperty(RpcError.prototype, brand, { value: true });
  }

  /**
   * The error that a body of type `error` says. Never throws: Maelstrom takes any such body for an error, and one
   * without an integer code for an unknown, indefinite one, which has the code −1 here.
   *
   * It has no stack trace: that would show the receiver of messages, and take ten times as long as all else that is done
   * with an answer. Errors are ordinary answers, to a `cas` that was too late for example.
   */
  static fromBody(body: object): RpcError {
    const copy: { readonly [field: string]: unknown } = { ...body };
    const { type: _type, in_reply_to: _inReplyTo, msg_id: _msgId, code, text, ...fields } = copy;
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    const error = new RpcError(
      typeof code === "number" && Number.isInteger(code) ? code : -1,
      typeof text === "string" ? text : undefined,
      fields as ErrorFields,
    );
    Error.stackTraceLimit = stackTraceLimit;
    return error;
  }

  /** The body that answers the request whose `msg_id` is given. */
  toBody(inReplyTo: number): ErrorBody {
    return {
      ...this.fields,
      type: "error",
      in_reply_to: inReplyTo,
      code: this.code,
      ...(this.text === undefined ? {} : { text: this.text }),
    };
  }

  /** No answer came in time; the operation may or may not have happened. */
  static timeout(text: string): RpcError {
    return new RpcError(0, text);
  }

  /** There is no node of that name. */
  static nodeNotFound(text: string): RpcError {
    return new RpcError(1, text);
  }

  /** The node does not know this type of request. */
  static notSupported(text: string): RpcError {
    return new RpcError(10, text);
  }

  /** Not now: the operation has not begun and will not. Never for an operation that may have happened. */
  static temporarilyUnavailable(text: string): RpcError {
    return new RpcError(11, text);
  }

  /** The request breaks its schema. */
  static malformedRequest(text: string): RpcError {
    return new RpcError(12, text);
  }

  /** Something failed that nobody foresaw; the operation may or may not have happened. */
  static crash(text: string): RpcError {
    return new RpcError(13, text);
  }

  /** The operation was given up and has no effect. */
  static abort(text: string): RpcError {
    return new RpcError(14, text);
  }

  /** There is no such key. */
  static keyDoesNotExist(text: string): RpcError {
    return new RpcError(20, text);
  }

  /** There is such a key already. */
  static keyAlreadyExists(text: string): RpcError {
    return new RpcError(21, text);
  }

  /** The state is not what the request demands. */
  static preconditionFailed(text: string): RpcError {
    return new RpcError(22, text);
  }

  /** The transaction was aborted because of another one. */
  static txnConflict(text: string): RpcError {
    return new RpcError(30, text);
  }
}

/** Whether a value is an `RpcError`, of this copy of the package or of another. Never throws, whatever was thrown. */
export function isRpcError(value: unknown): value is RpcError {
  try {
    return typeof value === "object" && value !== null && brand in value;
  } catch {
    // A proxy may refuse even this question.
    return false;
  }
}
