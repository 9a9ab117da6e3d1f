/** Sends and commits that are acknowledged only when other nodes have them. */
import { type Node, RpcError } from "@gossip-glomers/protocol";
import type { Replica } from "./replica.ts";

/** How long one waits for its copies, in milliseconds: the client hears of it before it gives up (5 s). */
const longestMs = 4_000;
/** How old the request may be by then, which may have waited for its node to join before. */
const oldestMs = 4_500;

/** A send or a commit that waits for copies. */
interface Waiting {
  readonly number: number;
  resolve(): void;
}

export class Copies {
  readonly #node: Node;
  readonly #wanted: number;
  /** By number, lowest first. */
  readonly #waiting = new Set<Waiting>();

  /** @param wanted how many other nodes must have an event; all of them if there are fewer */
  constructor(node: Node, wanted: number) {
    this.#node = node;
    this.#wanted = wanted;
  }

  /** How many other nodes must have an event. */
  get wanted(): number {
    return Math.min(this.#wanted, this.#node.nodeIds.length - 1);
  }

  /**
   * Resolves when so many others have this node's event of that number.
   * @param cameAt when it was asked for
   * @throws {RpcError} 0 (indefinite) if that is not known in time.
   */
  of(number: number, cameAt: number): Promise<void> {
    const withinMs = Math.min(longestMs, cameAt + oldestMs - this.#node.runtime.now());
    return new Promise((resolve, reject) => {
      const timer = this.#node.after(withinMs, () => {
        this.#waiting.delete(waiting);
        reject(
          RpcError.timeout(
            `fewer than ${this.wanted} other nodes have confirmed it within ${Math.round(withinMs)} ms`,
          ),
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

  /** The lowest number that somebody waits for. */
  get lowest(): number {
    for (const { number } of this.#waiting) return number;
    return Number.POSITIVE_INFINITY;
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
