/**
 * Refreshing together: nodes that are read at about the same time wait for each other, one of them reads all totals and
 * publishes the sum (`shared-sum.ts`), and the others take it from there.
 *
 * A node looks, waits, and looks again. If a round that began after its first look is done, that is its answer. If none has
 * begun, it begins one: the compare-and-set chooses one among those who want to. So a round begins once per waiting time,
 * and costs each of the nodes that share it two looks instead of reading all totals. Who has looked before, for its last
 * read, need not wait: either a round has been done since, or for so long nobody wanted one.
 *
 * Nobody depends on another: if the node that has begun a round dies, the next one is begun after the same waiting time;
 * and who has looked often enough in vain reads all totals by itself.
 */
import { Deadline, type SeqKv } from "@gossip-glomers/kv-client";
import { isRpcError, type Json, type Node } from "@gossip-glomers/protocol";
import {
  begin,
  Looks,
  noRound,
  publish,
  readShared,
  type SharedSum,
  sharedKey,
  sharedToJson,
} from "./shared-sum.ts";
import type { Totals } from "./totals.ts";

/** How long a node tries to share, in waiting times, before it reads all totals by itself. */
const longestInWaits = 8;
/** How long one answer of seq-kv takes, in waiting times, if sharing would make a read too late for its client. */
const slowInWaits = 1;
const mostPublications = 3;

export class Rounds {
  readonly #node: Node;
  readonly #kv: SeqKv;
  readonly #totals: Totals;
  readonly #readTotals: (deadline: Deadline) => Promise<void>;
  readonly #looks = new Looks();
  /** The latest round that this node has seen begun, and when it looked first since then. */
  #seen: { readonly begun: number; readonly at: number } | undefined;

  /**
   * @param totals gets what is learnt.
   * @param readTotals reads the total of every node into them.
   */
  constructor(node: Node, kv: SeqKv, totals: Totals, readTotals: (deadline: Deadline) => Promise<void>) {
    this.#node = node;
    this.#kv = kv;
    this.#totals = totals;
    this.#readTotals = readTotals;
  }

  /**
   * Brings the totals up to date.
   * @param since what is good enough: all that was in seq-kv at that time.
   * @returns a time such that the totals have in them everything that was in seq-kv then.
   * @throws {RpcError} if seq-kv does not answer.
   */
  async refresh(since: number, waitMs: number, deadline: Deadline): Promise<number> {
    const { runtime } = this.#node;
    const startedAt = runtime.now();
    for (let hasWaited = false; ; hasWaited = true) {
      const lookedAt = runtime.now();
      await this.#kv.sync(deadline.asOption());
      if (runtime.now() - lookedAt >= slowInWaits * waitMs) return this.#readAlone(lookedAt, deadline);
      const found = await this.#read(deadline);
      const shared = found ?? noRound;
      const asOf = this.#looks.take(lookedAt, shared);
      this.#totals.raiseSum(shared.sum);
      if (asOf !== undefined && asOf >= since) return asOf;
      if (runtime.now() - startedAt >= longestInWaits * waitMs) return this.#readAlone(lookedAt, deadline);
      const isUnchanged = this.#seen?.begun === shared.begun;
      if (isUnchanged && (hasWaited || lookedAt - (this.#seen?.at ?? lookedAt) >= waitMs)) {
        const begunAt = await this.#run(found, deadline);
        if (begunAt !== undefined) return begunAt;
      }
      if (!isUnchanged) this.#seen = { begun: shared.begun, at: lookedAt };
      // Counted from look to look: where a look itself takes long, nobody waits besides.
      await this.#wait(lookedAt + waitMs - runtime.now());
    }
  }

  /** Reads all totals after a change that was sent at `changedAt`. */
  async #readAlone(changedAt: number, deadline: Deadline): Promise<number> {
    await this.#readTotals(deadline);
    return changedAt;
  }

  /** Runs a round; resolves to when it began, or to undefined if another node has begun one meanwhile. */
  async #run(found: SharedSum | undefined, deadline: Deadline): Promise<number | undefined> {
    const begun = begin(found ?? noRound);
    const begunAt = this.#node.runtime.now();
    if (!(await this.#replace(found, begun, deadline))) return undefined;
    this.#seen = { begun: begun.begun, at: begunAt };
    await this.#readTotals(deadline);
    // Whoever has read the totals need not wait until the others can have their sum.
    this.#publish(begun, new Deadline(this.#node.runtime)).catch((error: unknown) =>
      this.#node.log.info(`Round ${begun.begun} was not published; others begin another. ${String(error)}`),
    );
    return begunAt;
  }

  async #publish(begun: SharedSum, deadline: Deadline): Promise<void> {
    const round = begun.begun;
    let current = begun;
    for (let tries = 0; tries < mostPublications; tries += 1) {
      const next = publish(current, round, this.#totals.sum);
      if (next === undefined || (await this.#replace(current, next, deadline))) return;
      current = (await this.#read(deadline)) ?? begun;
    }
  }

  async #read(deadline: Deadline): Promise<SharedSum | undefined> {
    return readShared(await this.#kv.readOr<Json | undefined>(sharedKey, undefined, deadline.asOption()));
  }

  /**
   * Replaces what is shared, if it is still what was found. It never comes back to what it was, as its numbers only grow: so
   * a copy that comes late does nothing, or what it says is still true.
   *
   * @returns false if that did not happen, or if it is unknown: others will go on, as if this node had died.
   */
  async #replace(found: SharedSum | undefined, next: SharedSum, deadline: Deadline): Promise<boolean> {
    try {
      if (found === undefined)
        return await this.#kv.createIfAbsent(sharedKey, sharedToJson(next), deadline.asOption());
      await this.#kv.cas(sharedKey, sharedToJson(found), sharedToJson(next), deadline.asOption());
      return true;
    } catch (error) {
      if (isRpcError(error)) return false;
      throw error;
    }
  }

  async #wait(ms: number): Promise<void> {
    if (ms > 0) await new Promise<void>((resolve) => this.#node.after(ms, resolve));
  }
}
