/** What a handler is: the types that tie it to the definition of the request that it serves. */
import type { Contract, Definition } from "../definition.ts";
import type { Message } from "../message.ts";

/** What a handler may know of a request besides its payload. */
export interface RequestContext {
  /** Who asks: a client (`c3`) or a node (`n1`). */
  readonly src: string;
  /** The number that the sender gave the request; undefined if it does not wait for a reply. */
  readonly msgId: number | undefined;
  /** The message as it came. */
  readonly message: Message;
}

/**
 * What a handler returns: the payload of the reply. Nothing stands for an empty payload, which only a reply without
 * required fields (`broadcast_ok`) can have.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that ends without `return` is of type void, not undefined.
export type Answer<Reply> = Record<never, never> extends Reply ? Reply | void : Reply;

/**
 * Serves one type of request.
 *
 * The reply is sent if the request asks for one (has a `msg_id`), so one handler serves both what `rpc` and what
 * `send` sent. A handler that returns its answer at once is answered at once; one that returns a promise, later.
 *
 * An `RpcError` that it throws is the reply. Anything else that it throws is logged and answered with error 13.
 */
export type Handler<D> =
  D extends Definition<infer Request, infer Reply>
    ? (request: Request, context: RequestContext) => Answer<Reply> | Promise<Answer<Reply>>
    : never;

/** A handler for every request of a contract; one that is missing is an error of the compiler. */
export type Handlers<C extends Contract> = { readonly [Type in keyof C]: Handler<C[Type]> };
