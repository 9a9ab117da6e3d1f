/** Sends that are acknowledged only when other nodes have them. */
import { type Node, RpcError } from "@gossip-glomers/protocol";
import type { Replica } from "./replica.ts";

/** How long a send waits for its copies: the client hears of it before it gives up (5 s). */
const withinMs = 4_000;

/** A send that waits for copies. */
interface Waiting {
  readonly number: number;
  resolve(): void;
}

export class Copies {
  readonly #node: Node;
  readonly #wanted: number;
  /** By number, lowest first. */
  readonly #waiting = new Set<Waiting>();

  /** @param wanted how many other nodes must have a send; all of them if there are fewer */
  constructor(node: Node, wanted: number) {
    this.#node = node;
    this.#wanted = wanted;
  }

  /** How many other nodes must have a send. */
  get wanted(): number {
    return Math.min(this.#wanted, this.#node.nodeIds.length - 1);
  }

  /**
   * Resolves when so many others have the send of that number.
   * @throws {RpcError} 0 (indefinite) if that is not known in time.
   */
  of(number: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#node.after(withinMs, () => {
        this.#waiting.delete(waiting);
        reject(
          RpcError.timeout(`fewer than ${this.wanted} other nodes have confirmed it within ${withinMs} ms`),
        );
      });
      const waiting: Waiting = {
        number,
        resolve() {
          timer.cancel();
          resolve();
        },
      };
      this.#waiting.add(waiting);
    });
  }

  /** Acknowledges what others are now known to have. */
  settle(replica: Replica): void {
    for (const waiting of this.#waiting) {
      // Streams are taken in from the front: what comes later is nowhere yet where this is not.
      if (replica.copies(waiting.number) < this.wanted) return;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
