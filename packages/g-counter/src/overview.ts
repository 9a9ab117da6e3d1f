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
 * Many nodes do not each read all totals: one does, and publishes the sum (`rounds.ts`).
 *
 * `#asOf` is when the change was *sent*: what was acknowledged by then was in seq-kv before it.
 */
import { Deadline, type SeqKv } from "@gossip-glomers/kv-client";
import { isRpcError, type Json, type Node } from "@gossip-glomers/protocol";
import { keyOf, readEntry } from "./entry.ts";
import { Rounds } from "./rounds.ts";
import { Totals } from "./totals.ts";

/** How long a read may wait for others to share the totals with, whatever is fresh enough for it. */
const longestWaitMs = 500;

export interface OverviewOptions {
  /** How old a read may be, counted from when it is asked for. */
  readonly maxStaleMs: number;
  /** From how many nodes on they refresh together. */
  readonly shareFrom: number;
}

export class Overview {
  readonly #node: Node;
  readonly #kv: SeqKv;
  readonly #maxStaleMs: number;
  readonly #shareFrom: number;
  readonly #rounds: Rounds;
  readonly #totals = new Totals();
  #asOf = Number.NEGATIVE_INFINITY;
  /** When this node's last commit was sent. */
  #committedAt = Number.NEGATIVE_INFINITY;
  #refreshing: Promise<void> | undefined;

  constructor(node: Node, kv: SeqKv, { maxStaleMs, shareFrom }: OverviewOptions) {
    this.#node = node;
    this.#kv = kv;
    this.#maxStaleMs = maxStaleMs;
    this.#shareFrom = shareFrom;
    this.#rounds = new Rounds(node, kv, this.#totals, (deadline) => this.#readTotals(node.nodeIds, deadline));
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
  async read(): Promise<number> {
    const since = this.#node.runtime.now() - this.#maxStaleMs;
    const deadline = new Deadline(this.#node.runtime);
    while (this.#asOf < since) {
      // Whoever comes while one is under way waits for it, and begins another if that was too early for him.
      const hasJoined = this.#refreshing !== undefined;
      this.#refreshing ??= this.#refresh(since, deadline).finally(() => {
        this.#refreshing = undefined;
      });
      try {
        await this.#refreshing;
      } catch (error) {
        // That of another reader, who came earlier and whose time was up, says nothing of what this one could have.
        if (!hasJoined || !isRpcError(error)) throw error;
      }
    }
    return this.#totals.sum;
  }

  async #refresh(since: number, deadline: Deadline): Promise<void> {
    const waitMs = Math.min(this.#maxStaleMs / 2, longestWaitMs);
    const isShared = waitMs > 0 && this.#node.nodeIds.length >= this.#shareFrom;
    this.#asOf = isShared
      ? await this.#rounds.refresh(since, waitMs, deadline)
      : await this.#refreshAlone(deadline);
  }

  /** Reads all totals; resolves to the time as of which they are. */
  async #refreshAlone(deadline: Deadline): Promise<number> {
    const now = this.#node.runtime.now();
    // Half of the time at most may have passed since the commit: the other half is what the refresh is good for.
    const hasLatelyCommitted = this.#committedAt > now - this.#maxStaleMs / 2;
    const asOf = hasLatelyCommitted ? this.#committedAt : now;
    if (!hasLatelyCommitted) await this.#kv.sync(deadline.asOption());
    await this.#readTotals(hasLatelyCommitted ? this.#node.peers : this.#node.nodeIds, deadline);
    return asOf;
  }

  async #readTotals(nodeIds: readonly string[], deadline: Deadline): Promise<void> {
    await Promise.all(nodeIds.map((id) => this.#readTotal(id, deadline)));
  }

  async #readTotal(nodeId: string, deadline: Deadline): Promise<void> {
    const value = await this.#kv.readOr<Json | undefined>(keyOf(nodeId), undefined, deadline.asOption());
    const entry = readEntry(nodeId, value);
    if (entry !== undefined) this.#totals.raise(nodeId, entry.total);
  }
}
