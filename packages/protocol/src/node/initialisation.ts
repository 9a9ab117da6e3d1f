/**
 * How a node learns who it is (MAELSTROM.md section 2): once, from the first `init`.
 *
 * An `init` that comes again and says the same is answered as the first one was, because its sender may have missed
 * the answer. One that says something else must not turn a running node into another.
 */

import { RpcError } from "../error/rpc-error.ts";
import type { InitRequest } from "../generated/payloads.ts";
import type { Logger } from "../log/logger.ts";
import { isThenable } from "./thenable.ts";

/** Called when a node has learnt who it is. */
export type InitHook = () => void | Promise<void>;

/** Who a node is. */
export interface Identity {
  readonly id: string;
  readonly nodeIds: readonly string[];
  readonly peers: readonly string[];
}

export class Initialisation {
  readonly #log: Logger;
  readonly #hooks: InitHook[] = [];
  #identity: Identity | undefined;
  /** What the first `init` still waits for. */
  #running: Promise<void> | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** @throws {Error} before `init` has come. */
  get identity(): Identity {
    if (this.#identity === undefined) {
      throw new Error(
        "node: it has no name before init has come; read id, nodeIds and peers in onInit or in a handler",
      );
    }
    return this.#identity;
  }

  /** Whether `init` has come. */
  get begun(): boolean {
    return this.#identity !== undefined;
  }

  /** @throws {Error} if `init` has already come. */
  add(hook: InitHook): void {
    if (this.begun)
      throw new Error("node.onInit: init has already come; register hooks before the node runs");
    this.#hooks.push(hook);
  }

  /** Takes an `init`; returns, or resolves, when it may be answered. */
  begin({ node_id: id, node_ids: nodeIds }: InitRequest): void | Promise<void> {
    const told = { id, nodeIds: [...nodeIds], peers: nodeIds.filter((other) => other !== id) };
    if (this.#identity !== undefined) {
      if (!same(this.#identity, told)) {
        throw RpcError.preconditionFailed(
          `init: this node is ${this.#identity.id} already; start another one`,
        );
      }
      this.#log.warn(`A second init said the same as the first; ${id} answers it again.`);
      return this.#running;
    }
    this.#identity = told;
    try {
      this.#running = this.#run(0);
    } catch (error) {
      this.#identity = undefined;
      throw error;
    }
    this.#running = this.#running?.then(
      () => {
        this.#running = undefined;
      },
      (error) => {
        this.#running = undefined;
        this.#identity = undefined;
        throw error;
      },
    );
    return this.#running;
  }

  /** Runs the hooks from the one at `index` on, each after the one before; a promise only if one of them gives one. */
  #run(index: number): Promise<void> | undefined {
    for (let next = index; next < this.#hooks.length; next++) {
      const running = this.#hooks[next]?.();
      if (isThenable(running)) return Promise.resolve(running).then(() => this.#run(next + 1));
    }
    return undefined;
  }
}

function same(a: Identity, b: Identity): boolean {
  return a.id === b.id && JSON.stringify(a.nodeIds) === JSON.stringify(b.nodeIds);
}
