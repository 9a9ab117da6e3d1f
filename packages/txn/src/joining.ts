/**
 * The first transactions of a life wait until the node knows what its neighbours know.
 *
 * Nobody can tell a first start from a restart. A node that had an earlier life, and executed at once, would show nothing of
 * what it had acknowledged before it crashed; and as its clock begins anew, what it writes would be older by its timestamp than
 * what it had written then, and be lost as soon as it hears of that. So it asks first. A partition may be on, and a transaction must
 * succeed whatever the network does, so it does not wait for long, and never again in this life.
 */
import type { Node } from "@gossip-glomers/protocol";
import type { Replica } from "./replica.ts";

export class Joining {
  readonly #node: Node;
  readonly #replica: Pick<Replica, "isCaughtUp" | "hasten">;
  readonly #withinMs: number;
  /** Set from the first transaction to the end of joining. */
  #ended: Promise<void> | undefined;
  #isOver = false;
  #end: () => void = () => {
    this.#isOver = true;
  };

  /** @param withinMs how long transactions wait at the most */
  constructor(node: Node, replica: Pick<Replica, "isCaughtUp" | "hasten">, withinMs: number) {
    this.#node = node;
    this.#replica = replica;
    this.#withinMs = withinMs;
  }

  /** Works when that is over, in the order of the calls; at once if it is. */
  whenOver<T>(work: () => T): T | Promise<T> {
    this.review();
    if (this.#isOver) return work();
    this.#ended ??= this.#begin();
    return this.#ended.then(work);
  }

  /** Ends it if the node has caught up. */
  review(): void {
    if (!this.#isOver && this.#replica.isCaughtUp) this.#end();
  }

  #begin(): Promise<void> {
    this.#replica.hasten(this.#node.runtime.now());
    const ended = new Promise<void>((resolve) => {
      this.#end = resolve;
    });
    const timer = this.#node.after(this.#withinMs, () => this.#end());
    // Not before: what comes in the same moment must not overtake what has waited.
    void ended.then(() => {
      this.#isOver = true;
      timer.cancel();
    });
    return ended;
  }
}
