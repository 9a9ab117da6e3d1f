/**
 * A node: a state machine that takes messages and timers in and gives messages out, all through its `Runtime`.
 *
 * Read `../runtime.ts` first (what a node may touch), then `handler.ts` (what a challenge writes). What the node does
 * is in a file for each part: `initialisation.ts` (who it is), `early-messages.ts` (what comes before it knows),
 * `requests.ts` (what it is asked), `calls.ts` (what it asks others), `timers.ts`.
 */
import { init } from "../contract/init.ts";
import type { Contract, Definition } from "../definition.ts";
import { RpcError } from "../error/rpc-error.ts";
import { createLogger, type Logger } from "../log/logger.ts";
import type { Body } from "../message.ts";
import type { LogLevel, Runtime, Timer } from "../runtime.ts";
import { Calls, type RpcOptions } from "./calls.ts";
import { EarlyMessages } from "./early-messages.ts";
import type { Handler, Handlers } from "./handler.ts";
import { envelopeViolation, isIncoming, repliesTo } from "./incoming.ts";
import { type InitHook, Initialisation } from "./initialisation.ts";
import { requestBody } from "./outgoing.ts";
import { type AnyHandler, type Received, Requests } from "./requests.ts";
import { type EveryOptions, type Task, Timers } from "./timers.ts";

export interface NodeOptions {
  /** The least urgent level that is logged; `info` if not given. */
  readonly logLevel?: LogLevel;
}

export class Node {
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly #initialisation: Initialisation;
  readonly #requests: Requests;
  readonly #calls: Calls;
  readonly #timers: Timers;
  /** What waits for `init_ok`; undefined from then on. */
  #early: EarlyMessages | undefined = new EarlyMessages();
  #initialised = false;
  #stopped = false;

  constructor(runtime: Runtime, options: NodeOptions = {}) {
    this.runtime = runtime;
    this.log = createLogger(options.logLevel ?? "info", (level, line) => runtime.log(level, line));
    this.#calls = new Calls(runtime);
    this.#timers = new Timers(runtime, this.log);
    this.#initialisation = new Initialisation(this.log);
    this.#requests = new Requests(runtime, this.log, {
      // Before init, a node knows its name only from what it is called.
      send: ({ src, dest }, body) => this.#transmit(this.#initialisation.begun ? this.id : dest, src, body),
      succeeded: (definition) => {
        if (definition === init.init) this.#open();
      },
    });
    this.on(init.init, (request) => this.#initialisation.begin(request));
  }

  /**
   * This node's own name.
   * @throws {Error} before `init` has come.
   */
  get id(): string {
    return this.#initialisation.identity.id;
  }

  /**
   * The names of all nodes, this one included, in the same order on every node.
   * @throws {Error} before `init` has come.
   */
  get nodeIds(): readonly string[] {
    return this.#initialisation.identity.nodeIds;
  }

  /**
   * The names of all other nodes, in the order of `nodeIds`.
   * @throws {Error} before `init` has come.
   */
  get peers(): readonly string[] {
    return this.#initialisation.identity.peers;
  }

  /** Whether `init_ok` has been sent. */
  get initialised(): boolean {
    return this.#initialised;
  }

  /**
   * Has `hook` called when the node has learnt who it is, before `init_ok` is sent; that waits for a promise that the
   * hook returns. Hooks run one after the other, in the order of registration. If one throws, so is `init` answered,
   * and the node waits for another `init`.
   * @throws {Error} if `init` has already come.
   */
  onInit(hook: InitHook): void {
    this.#initialisation.add(hook);
  }

  /**
   * Registers a handler for every request of a contract.
   * @throws {Error} if one of the types has a handler already, or if a handler is missing.
   */
  serve<C extends Contract>(contract: C, handlers: Handlers<C>): void {
    const byType: { readonly [type: string]: AnyHandler | undefined } = handlers;
    for (const [key, definition] of Object.entries(contract)) {
      const handler = Object.hasOwn(byType, key) ? byType[key] : undefined;
      if (handler === undefined)
        throw new Error(`node.serve: no handler for ${JSON.stringify(key)}; give it one`);
      this.#requests.register(definition, handler);
    }
  }

  /**
   * Registers the handler of one type of request.
   * @throws {Error} if the type has a handler already.
   */
  on<D extends Definition<object, object>>(definition: D, handler: Handler<NoInfer<D>>): void {
    this.#requests.register(definition, handler);
  }

  /**
   * Sends a message that nobody is to answer. It may be lost.
   * @throws {TypeError} if `dest` is no name, or if the payload is none, or has a `type` or `msg_id` of its own.
   */
  send<Request extends object, Reply extends object>(
    dest: string,
    definition: Definition<Request, Reply>,
    payload: NoInfer<Request>,
  ): void {
    this.#transmit(this.id, dest, requestBody(definition, payload));
  }

  /**
   * Sends a request and resolves to the payload of its reply.
   *
   * Rejects with an `RpcError`: the one that was answered; code 0 if no reply comes in time; code 13 if the reply
   * breaks its schema. Its `definite` says whether the request has certainly not been carried out. Rejects with the
   * signal's reason if that is aborted.
   */
  rpc<Request extends object, Reply extends object>(
    dest: string,
    definition: Definition<Request, Reply>,
    payload: NoInfer<Request>,
    options: RpcOptions = {},
  ): Promise<Reply> {
    return this.#calls.open(dest, definition, options, (msgId) =>
      this.#transmit(this.id, dest, requestBody(definition, payload, msgId)),
    );
  }

  /** Runs `task` once, `ms` milliseconds from now. What it throws is logged. */
  after(ms: number, task: Task): Timer {
    return this.#timers.after(ms, task);
  }

  /** Runs `task` every `ms` milliseconds, counted from its end, so it never overlaps itself. What it throws is logged. */
  every(ms: number, task: Task, options?: EveryOptions): Timer {
    return this.#timers.every(ms, task, options);
  }

  /**
   * Takes a parsed message from the network. Never throws, whatever it is given.
   * @param receivedAt when it came, by the runtime's `now`; the sender's patience is counted from then.
   */
  receive(message: unknown, receivedAt: number = this.runtime.now()): void {
    if (this.#stopped) return;
    if (!isIncoming(message)) {
      const violation = envelopeViolation(message);
      this.log.warn(`Ignored what is no message: ${violation?.path || "it"} ${violation?.message}.`);
      return;
    }
    const answered = repliesTo(message.body);
    if (answered !== undefined) {
      if (!this.#calls.settle(answered, message.body)) {
        this.log.debug(
          `Ignored a reply of ${message.src} to ${answered}: no call of that number waits (any more).`,
        );
      }
      return;
    }
    const received: Received = { message, receivedAt };
    if (this.#early === undefined || message.body.type === init.init.type) {
      this.#requests.serve(received);
    } else if (!this.#early.keep(received)) {
      this.#requests.fail(
        received,
        RpcError.temporarilyUnavailable("too many messages wait for init; ask again after it"),
      );
    }
  }

  /** Resolves when every request that came has been answered, at once if all have been. */
  settled(): Promise<void> {
    return this.#requests.settled();
  }

  /**
   * Says that no message will come any more. Calls that wait for a reply, and later ones, fail at once, so that
   * what is in flight ends. Timers go on.
   */
  endInput(): void {
    this.#calls.close("the input has ended, so no reply can come");
  }

  /** Ends the node: timers are cancelled, calls rejected; it neither takes nor sends a message from now on. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#timers.stop();
    this.#calls.close("this node has been stopped, so no reply is taken");
    const early = this.#early?.size ?? 0;
    // Who tries a node by hand and forgets init would see it end without a word.
    if (early > 0)
      this.log.warn(
        `Stopped with ${early} message${early === 1 ? "" : "s"} unserved, which waited for init: it has to come first.`,
      );
    for (const { src, body } of this.#requests.unanswered()) {
      this.log.warn(
        `Stopped with a request unanswered: ${String(body.type)} (msg_id ${String(body.msg_id)}) of ${src}.`,
      );
    }
  }

  #transmit(src: string, dest: string, body: Body): void {
    // `peers[3]` of three is undefined, which the compiler allows; and Maelstrom never again reads a node that names nobody.
    if (typeof dest !== "string")
      throw new TypeError(
        `${body.type}: it must go to a node or service by its name; it was ${String(dest)}`,
      );
    if (!this.#stopped) this.runtime.send({ src, dest, body });
  }

  /** Hands over what waited for init. */
  #open(): void {
    if (this.#early === undefined || this.#initialised) return;
    this.#initialised = true;
    // What comes meanwhile has to wait behind what waits already: messages of one sender keep their order.
    this.#early.drain((received) => this.#requests.serve(received));
    this.#early = undefined;
  }
}
