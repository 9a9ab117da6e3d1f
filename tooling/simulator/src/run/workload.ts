/**
 * What a workload is to a run: clients that turn operations into requests, and the generators of the operations.
 *
 * A workload says nothing of checking, time limits, rates or faults: those are the same for all, and `runTest` and the
 * checkers bring them. Options of one workload alone (a topology, a number of keys) are bound by whoever makes it.
 */
import type { Datum, ExactJson, ExactRecord, Nanoseconds, Operation } from "@gossip-glomers/history";
import type { Definition, Json } from "@gossip-glomers/protocol";
import type { Generator, Invocation } from "../generator/generator.ts";

/**
 * A payload as clients of the workbench write and read it. The types of the protocol are those of nodes in JavaScript,
 * which have numbers alone; a node in another language may well answer with an offset beyond 2^53.
 */
export type Exact<Payload> = Json extends Payload
  ? ExactJson
  : Payload extends number
    ? number | bigint
    : Payload extends object
      ? { readonly [Key in keyof Payload]: Exact<Payload[Key]> }
      : Payload;

/** A reply that has passed its schema. */
export interface Answer<Reply> {
  /** The reply's own fields, typed. */
  readonly reply: Exact<Reply>;
  /** The body as it came, with `type`, `in_reply_to` and the rest. */
  readonly body: ExactRecord;
}

/** The way of one client to its node. */
export interface Connection {
  /** The node that this client talks to. */
  readonly node: string;
  /** All nodes of the test. */
  readonly nodes: readonly string[];
  /**
   * Sends a request to the node and waits for its answer.
   *
   * @throws {RpcError} the node answered with an error.
   * @throws {RpcTimeout} it did not answer in time.
   * @throws {MalformedReply} the answer breaks the definition's schema.
   */
  call<Request extends object, Reply extends object>(
    definition: Definition<Request, Reply>,
    payload: NoInfer<Exact<Request>> & ExactRecord,
  ): Promise<Answer<Reply>>;
}

/** How an operation ended. What is absent is as it was in the invocation. */
export interface Completion {
  readonly type: "ok" | "fail" | "info";
  readonly value?: Datum;
  readonly error?: Datum;
}

/** One client's operations and what it remembers between them. */
export interface WorkloadClient {
  /** Called once per node before the first operation, on a client made for it. A rejection ends the test. */
  setup?(): Promise<void>;
  /** Does one operation. Errors of `call` are passed on; the run knows what they mean (`Workload.errors`). */
  invoke(operation: Invocation): Promise<Completion>;
}

/**
 * What becomes of an operation whose call failed (MAELSTROM.md 7.4).
 *
 * - `standard`: `fail` if the error is definite or the operation's f is idempotent, else `info`.
 * - `none`: Maelstrom's g-set and counters have no handler, so every error is an exception and the operation `info`.
 */
export type ErrorHandling =
  | { readonly kind: "standard"; readonly idempotent: ReadonlySet<string> }
  | { readonly kind: "none" };

/** What generators of a workload may depend on. */
export interface GeneratorOptions {
  readonly nodes: readonly string[];
  /** The number of client threads; thread i talks to node i mod n. */
  readonly concurrency: number;
}

export interface Workload {
  /** Maelstrom's name, for instance `unique-ids`. */
  readonly name: string;
  /** Whether a client serves on after an operation that ended in `info`; otherwise a new one takes its place. */
  readonly reusableClients: boolean;
  readonly errors: ErrorHandling;
  /** How long a call waits; Maelstrom's 5 s if absent. */
  readonly callTimeout?: Nanoseconds;
  /**
   * Whether `type` stands before a request's other fields, as in Maelstrom's broadcast. Everywhere else it stands behind them,
   * `{"echo":"hi","type":"echo","msg_id":1}`. JSON has no order, but a node that looks for `"body":{"type":"echo"` in a line
   * would pass here and hear nothing there.
   */
  readonly typeFirst?: true;
  client(connection: Connection): WorkloadClient;
  /** The operations of the main phase, unspaced and without end. */
  generator(options: GeneratorOptions): Generator;
  /**
   * The operations after recovery. `history` is everything that happened before.
   * A workload without it ends with the main phase (MAELSTROM.md 2.5).
   */
  finalGenerator?(options: GeneratorOptions, history: readonly Operation[]): Generator;
}
