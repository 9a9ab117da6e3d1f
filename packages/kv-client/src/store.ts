/** What the clients of lin-kv, seq-kv and lww-kv have in common: single requests to one service, and reads and writes made of them. */
import { isRpcError, type Json, kv, type Node, type RpcError } from "@gossip-glomers/protocol";
import { demandJson } from "./demand-json.ts";
import { inquire } from "./inquiry.ts";
import { isIndefinite, Operation, type Send } from "./operation.ts";
import { type CallOptions, type ClientOptions, demandOptions, type WriteOptions } from "./options.ts";
import { Pace } from "./pace.ts";

/** The stores that Maelstrom has. */
export type StoreName = "lin-kv" | "seq-kv" | "lww-kv";

export class Store {
  readonly node: Node;
  readonly name: StoreName;
  readonly #options: ClientOptions;
  readonly #pace = new Pace();

  constructor(node: Node, name: StoreName, options: ClientOptions) {
    demandOptions(name, options);
    this.node = node;
    this.name = name;
    this.#options = options;
  }

  /**
   * Does an operation; its deadline counts from now.
   * @throws {TypeError} if the key is no JSON. {RangeError} if the deadline is no number of milliseconds.
   */
  async run<Result>(
    verb: string,
    key: Json,
    call: CallOptions,
    work: (operation: Operation) => Promise<Result>,
  ): Promise<Result> {
    demandJson(`${this.name}: ${verb}: the key`, key);
    const what = `${this.name}: ${verb} ${JSON.stringify(key)}`;
    return new Operation(this.node, what, this.#options, call, this.#pace).run(work);
  }

  /** @throws {RpcError} 20 if there is no such key; indefinite if there is no answer. */
  async read(operation: Operation, key: Json): Promise<Json> {
    const { value } = await inquire(operation, (rpc) => this.node.rpc(this.name, kv.read, { key }, rpc));
    return value;
  }

  /** The value at a key; undefined, which no value in JSON is, if there is none. */
  async readIfPresent(operation: Operation, key: Json): Promise<Json | undefined> {
    try {
      return await this.read(operation, key);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async write(operation: Operation, key: Json, value: Json, { retry = true }: WriteOptions): Promise<void> {
    demandJson(`${operation.what}: the value`, value);
    const send: Send<object> = (rpc) => this.node.rpc(this.name, kv.write, { key, value }, rpc);
    if (!retry) {
      await operation.attempt(send);
      return;
    }
    let mayBeDone = false;
    try {
      await operation.persist((rpc) =>
        send(rpc).catch((error: unknown) => {
          mayBeDone ||= isIndefinite(error);
          throw error;
        }),
      );
    } catch (error) {
      throw mayBeDone && isRpcError(error) && error.definite ? operation.leftOpen(error) : error;
    }
  }

  /** Sends one compare-and-set. */
  async cas(operation: Operation, key: Json, from: Json, to: Json, create: boolean): Promise<void> {
    demandJson(`${operation.what}: from`, from);
    demandJson(`${operation.what}: to`, to);
    const request = { key, from, to, ...(create ? { create_if_not_exists: true } : {}) };
    await operation.attempt((rpc) => this.node.rpc(this.name, kv.cas, request, rpc));
  }
}

/** Whether an error says that there is no such key. */
export function isMissing(error: unknown): boolean {
  return isRpcError(error) && error.code === 20;
}

/** Whether an error says that a compare-and-set found something else than it was told to expect. */
export function isRefusal(error: unknown): error is RpcError {
  return isRpcError(error) && (error.code === 20 || error.code === 22);
}
