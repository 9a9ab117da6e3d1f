/**
 * What this node knows of all totals, and since when that is so.
 *
 * Nothing is asked before somebody wants to know: an idle cluster is silent, and the first read after a pause is exact.
 *
 * Invariant: everything that was in seq-kv at the time `#asOf` is in `#totals`. A refresh keeps it because seq-kv, which may be
 * stale, shows a client no state that is older than the client's own last change. So a change comes first, and then the
 * totals are read:
 *
 * - If a commit of this node was lately, it is the change. It succeeded only because this node's total was what
 *   the node thought, so that need not be read.
 * - Otherwise the change is a `sync`, and all totals are read, our own too: it may be that a commit that we have given
 *   up, or one of our former life, has come through.
 *
 * `#asOf` is when the change was *sent*: what was acknowledged by then was in seq-kv before it.
 */
import type { SeqKv } from "@gossip-glomers/kv-client";
import type { Json, Node } from "@gossip-glomers/protocol";
import { keyOf, readEntry } from "./entry.ts";
import { Totals } from "./totals.ts";

export class Overview {
  readonly #node: Node;
  readonly #kv: SeqKv;
  readonly #totals = new Totals();
  #asOf = Number.NEGATIVE_INFINITY;
  /** When this node's last commit was sent. */
  #committedAt = Number.NEGATIVE_INFINITY;
  #refreshing: Promise<void> | undefined;

  constructor(node: Node, kv: SeqKv) {
    this.#node = node;
    this.#kv = kv;
  }

  /** Takes note of a commit of this node: its new total, and when the change was sent. */
  committed(total: number, sentAt: number): void {
    this.#totals.raise(this.#node.id, total);
    this.#committedAt = sentAt;
  }

  /**
   * The counter as it was at some time within the last `maxStaleMs` milliseconds, counted from the call, or later.
   * @throws {RpcError} if seq-kv does not answer.
   */
  async read(maxStaleMs: number): Promise<number> {
    const since = this.#node.runtime.now() - maxStaleMs;
    while (this.#asOf < since) {
      // Whoever comes while one is under way waits for it, and begins another if that was too early for him.
      this.#refreshing ??= this.#refresh(maxStaleMs).finally(() => {
        this.#refreshing = undefined;
      });
      await this.#refreshing;
    }
    return this.#totals.sum;
  }

  async #refresh(maxStaleMs: number): Promise<void> {
    const now = this.#node.runtime.now();
    // Half of the time at most may have passed since the commit: the other half is what the refresh is good for.
    const hasLatelyCommitted = this.#committedAt > now - maxStaleMs / 2;
    if (!hasLatelyCommitted) await this.#kv.sync();
    const asOf = hasLatelyCommitted ? this.#committedAt : now;
    await Promise.all(
      (hasLatelyCommitted ? this.#node.peers : this.#node.nodeIds).map((id) => this.#readTotal(id)),
    );
    this.#asOf = asOf;
  }

  async #readTotal(nodeId: string): Promise<void> {
    const value = await this.#kv.readOr<Json | undefined>(keyOf(nodeId), undefined);
    const entry = readEntry(nodeId, value);
    if (entry !== undefined) this.#totals.raise(nodeId, entry.total);
  }
}
