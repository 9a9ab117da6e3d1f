/**
 * Where requests wait until their node has joined.
 *
 * Who starts again behind a long history, or far from its peers, takes pages in for minutes, and must give no offset before it has
 * the last one. Its clients wait for 5 s; so they are told in time that nothing was done, and can ask another node. What nobody
 * waits for any more is not done later either.
 */
import { type Node, RpcError } from "@gossip-glomers/protocol";

const withinMs = 4_000;

export class Anteroom {
  readonly #node: Pick<Node, "after">;
  /** In the order in which they came. */
  readonly #waiting = new Set<() => void>();

  constructor(node: Pick<Node, "after">) {
    this.#node = node;
  }

  /**
   * Resolves when the node has joined.
   * @throws {RpcError} 11 (definite) if that is not soon enough for who asks.
   */
  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#node.after(withinMs, () => {
        this.#waiting.delete(admit);
        reject(
          RpcError.temporarilyUnavailable(
            "nothing has been done: this node has started and is still being told what it may have known; ask again, or another node",
          ),
        );
      });
      const admit = (): void => {
        timer.cancel();
        resolve();
      };
      this.#waiting.add(admit);
    });
  }

  /** Lets all in that wait. */
  open(): void {
    for (const admit of this.#waiting) admit();
    this.#waiting.clear();
  }
}
