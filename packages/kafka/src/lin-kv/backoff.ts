/**
 * Pauses between attempts that brought nothing: without them, a lin-kv that answers each at once with an error would be asked
 * thousands of times a second.
 *
 * Drawn from [0, bound), the bound doubling each time ("full jitter", Brooker 2015, "Exponential Backoff And Jitter"), or nodes that
 * failed together would come back together.
 */
import type { Node } from "@gossip-glomers/protocol";

const firstMs = 50;
const longestMs = 1_000;

export class Backoff {
  readonly #node: Pick<Node, "after" | "runtime">;
  #boundMs = firstMs;

  constructor(node: Pick<Node, "after" | "runtime">) {
    this.#node = node;
  }

  /** Notes that an attempt has brought something: the next pause is a short one again. */
  reset(): void {
    this.#boundMs = firstMs;
  }

  /**
   * Waits before the next attempt.
   * @param leftMs how much time there is for that; half of it at most goes by here, so that the attempt has some
   */
  async pause(leftMs: number): Promise<void> {
    // Not ever shorter pauses at the end, or the last moments would see a swarm of attempts.
    const boundMs = Math.min(this.#boundMs, Math.max(leftMs / 2, firstMs));
    this.#boundMs = Math.min(2 * this.#boundMs, longestMs);
    await new Promise<void>((resolve) => this.#node.after(this.#node.runtime.random() * boundMs, resolve));
  }
}
