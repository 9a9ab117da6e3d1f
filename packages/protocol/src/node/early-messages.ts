/**
 * What came before the node knew its name.
 *
 * Nodes are initialised one by one, and one that is may gossip at once to one that is not; so requests wait here,
 * in order, and are handed over after `init_ok`. Not for ever, though: a node that is never initialised must not
 * fill its memory.
 */
import type { Received } from "./requests.ts";

/** How many messages may wait; at Maelstrom's highest rate of 1000 a second, those of 10 s, the time that init has. */
export const earlyLimit = 10_000;

export class EarlyMessages {
  readonly #waiting: Received[] = [];

  /** How many wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Keeps a message; returns false if there is no room for it. */
  keep(received: Received): boolean {
    if (this.#waiting.length >= earlyLimit) return false;
    this.#waiting.push(received);
    return true;
  }

  /** Hands over all that wait, in order, and also what comes to wait meanwhile. */
  drain(handOver: (received: Received) => void): void {
    // By index: the list may grow while it is walked, and shifting would take quadratic time.
    for (let next = 0; next < this.#waiting.length; next++) {
      const received = this.#waiting[next];
      if (received !== undefined) handOver(received);
    }
    this.#waiting.length = 0;
  }
}
