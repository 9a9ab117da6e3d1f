/**
 * Serving requests: from a message to the handler of its type, and from what that returns or throws to the reply.
 *
 * Every request that asks for a reply gets exactly one, of its handler or an error, unless it would come too late.
 */
import { type Definition, replyViolation } from "../definition.ts";
import { isRpcError, RpcError } from "../error/rpc-error.ts";
import { describeError, textOf } from "../log/describe-error.ts";
import type { Logger } from "../log/logger.ts";
import type { Body } from "../message.ts";
import type { Runtime } from "../runtime.ts";
import { malformedAnswer, malformedRequest, unknownType } from "./failures.ts";
import type { RequestContext } from "./handler.ts";
import { InFlight } from "./in-flight.ts";
import { type Incoming, isRequest, messageId, payloadOf, requestViolation } from "./incoming.ts";
import { replyBody, typeOf } from "./outgoing.ts";
import { isTooLate } from "./patience.ts";
import { isThenable } from "./thenable.ts";

/** Some definition. */
export type AnyDefinition = Definition<object, object>;

/** A handler of some definition. `never` because only its definition's check says what it may be given. */
export type AnyHandler = (request: never, context: RequestContext) => unknown;

/** A message and when it came, by the runtime's `now`. */
export interface Received {
  readonly message: Incoming;
  readonly receivedAt: number;
}

interface Route {
  readonly definition: AnyDefinition;
  readonly handler: AnyHandler;
}

/** What becomes of a request. */
export interface Replies {
  /** A reply is to be sent. */
  send(request: Incoming, body: Body): void;
  /** A handler has succeeded, and its reply, if one was asked for, has been sent. */
  succeeded(definition: AnyDefinition): void;
}

export class Requests {
  readonly #runtime: Runtime;
  readonly #log: Logger;
  readonly #replies: Replies;
  // A Map, because a message may have the type `constructor`, which every object seems to have a value for.
  readonly #routes = new Map<string, Route>();
  readonly #inFlight = new InFlight<Received>();

  constructor(runtime: Runtime, log: Logger, replies: Replies) {
    this.#runtime = runtime;
    this.#log = log;
    this.#replies = replies;
  }

  /** @throws {Error} if the type has a handler already, or if one of the two is none. */
  register(definition: AnyDefinition, handler: AnyHandler): void {
    const type = typeOf(definition);
    if (typeof handler !== "function")
      throw new TypeError(
        `node: the handler of ${JSON.stringify(type)} must be a function; it was ${String(handler)}`,
      );
    if (this.#routes.has(type)) {
      const advice =
        type === "init" ? "init is the node's own affair, use onInit" : "register one handler per type";
      throw new Error(`node: ${JSON.stringify(type)} has a handler already; ${advice}`);
    }
    this.#routes.set(type, { definition, handler });
  }

  /** Hands a request to its handler. Never throws. */
  serve(received: Received): void {
    const { message } = received;
    if (!isRequest(message)) {
      this.fail(received, malformedRequest("request", requestViolation(message)));
      return;
    }
    const { src, body } = message;
    const route = this.#routes.get(body.type);
    if (route === undefined) {
      this.fail(received, unknownType(body.type));
      return;
    }
    const { definition, handler } = route;
    const violation = definition.checkRequest?.(body);
    if (violation) {
      this.fail(received, malformedRequest(body.type, violation));
      return;
    }
    try {
      // The one cast from the wire to a handler's types: the check above has said that the payload is of them.
      const answer = handler(payloadOf(body) as never, { src, msgId: body.msg_id, message });
      // An answer that is there already goes out in this very turn: no promise, and no later message overtakes it.
      if (isThenable(answer)) this.#await(received, definition, answer);
      else this.#answer(received, definition, answer);
    } catch (error) {
      this.fail(received, error);
    }
  }

  /** Answers a request with an error; what is no `RpcError` is logged, and answered with 13. Never throws, whatever was thrown. */
  fail(received: Received, error: unknown): void {
    const { src, body } = received.message;
    const inReplyTo = messageId(body);
    if (!isRpcError(error)) {
      this.#log.error(
        `The handler of ${textOf(body.type)}, asked by ${src}, failed: ${describeError(error)}`,
      );
    } else if (inReplyTo === undefined) {
      this.#log.warn(`Nobody waits for the error of ${textOf(body.type)}, sent by ${src}: ${textOf(error)}`);
    }
    if (inReplyTo === undefined) return;
    const reply = isRpcError(error) ? error : RpcError.crash(textOf(error));
    try {
      this.#reply(received, reply.toBody(inReplyTo));
    } catch (unsendable) {
      const text = textOf(reply);
      this.#log.error(`The error ${text} cannot be sent as it is: ${describeError(unsendable)}`);
      this.#reply(received, RpcError.crash(text).toBody(inReplyTo));
    }
  }

  /** The requests whose handlers have not come to an end, oldest first. */
  unanswered(): readonly Incoming[] {
    return this.#inFlight.list().map(({ message }) => message);
  }

  /** Resolves when every request has been answered. */
  settled(): Promise<void> {
    return this.#inFlight.settled();
  }

  #await(received: Received, definition: AnyDefinition, answer: PromiseLike<unknown>): void {
    this.#inFlight.begin(received);
    void Promise.resolve(answer)
      .then((payload) => this.#answer(received, definition, payload))
      .then(undefined, (error) => this.fail(received, error))
      .finally(() => this.#inFlight.end(received));
  }

  #answer(received: Received, definition: AnyDefinition, payload: unknown): void {
    const inReplyTo = messageId(received.message.body);
    if (inReplyTo !== undefined) {
      const body = replyBody(definition, payload, inReplyTo);
      const violation = replyViolation(definition, body);
      if (violation) throw malformedAnswer(definition.replyType, violation);
      this.#reply(received, body);
    }
    this.#replies.succeeded(definition);
  }

  #reply({ message, receivedAt }: Received, body: Body): void {
    const { src } = message;
    const ageMs = this.#runtime.now() - receivedAt;
    if (isTooLate(src, message.body.type, ageMs)) {
      this.#log.warn(
        `Dropped the reply to ${textOf(message.body.type)} (msg_id ${body.in_reply_to}) of ${src}, which came ` +
          `${(ageMs / 1000).toFixed(1)} s ago: the client has given up, and Maelstrom stops listening to a node that ` +
          "answers it all the same; answer sooner, or with error 11",
      );
      return;
    }
    this.#replies.send(message, body);
  }
}
