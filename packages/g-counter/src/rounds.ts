/**
 * Refreshing together: nodes that are read at about the same time wait for each other, one of them reads all totals and
 * publishes the sum (`shared-sum.ts`), and the others take it from there.
 *
 * A node looks, waits, and looks again. If a round that began after its first look is done, that is its answer. If none has
 * begun, it begins one: the compare-and-set chooses one among those who want to. So a round begins once per waiting time,
 * and costs each of the nodes that share it two looks instead of reading all totals.
 *
 * Nobody depends on another: if the node that has begun a round dies, the next one is begun after the same waiting time;
 * and who has looked often enough in vain reads all totals by itself.
 */
import type { SeqKv } from "@gossip-glomers/kv-client";
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

const mostLooks = 3;
const mostPublications = 3;

export class Rounds {
  readonly #node: Node;
  readonly #kv: SeqKv;
  readonly #totals: Totals;
  readonly #readTotals: () => Promise<void>;
  readonly #looks = new Looks();

  /**
   * @param totals gets what is learnt.
   * @param readTotals reads the total of every node into them.
   */
  constructor(node: Node, kv: SeqKv, totals: Totals, readTotals: () => Promise<void>) {
    this.#node = node;
    this.#kv = kv;
    this.#totals = totals;
    this.#readTotals = readTotals;
  }

  /**
   * Brings the totals up to `since` at least.
   * @returns a time such that they have in them everything that was in seq-kv then; undefined if others hold it up.
   * @throws {RpcError} if seq-kv does not answer.
   */
  async refresh(since: number, waitMs: number): Promise<number | undefined> {
    let before: SharedSum | undefined;
    for (let looks = 0; looks < mostLooks; looks += 1) {
      if (before !== undefined) await this.#wait(waitMs);
      const changedAt = this.#node.runtime.now();
      await this.#kv.sync();
      const found = await this.#read();
      const shared = found ?? noRound;
      const asOf = this.#looks.take(changedAt, shared);
      this.#totals.raiseSum(shared.sum);
      if (asOf !== undefined && asOf >= since) return asOf;
      if (before?.begun === shared.begun) {
        const begunAt = await this.#run(found);
        if (begunAt !== undefined) return begunAt;
      }
      before = shared;
    }
    return undefined;
  }

  /** Runs a round; resolves to when it began, or to undefined if another node has begun one meanwhile. */
  async #run(found: SharedSum | undefined): Promise<number | undefined> {
    const begun = begin(found ?? noRound);
    const begunAt = this.#node.runtime.now();
    if (!(await this.#replace(found, begun))) return undefined;
    await this.#readTotals();
    // Whoever has read the totals need not wait until the others can have their sum.
    this.#publish(begun).catch((error: unknown) =>
      this.#node.log.info(`Round ${begun.begun} was not published; others begin another. ${String(error)}`),
    );
    return begunAt;
  }

  async #publish(begun: SharedSum): Promise<void> {
    const round = begun.begun;
    let current = begun;
    for (let tries = 0; tries < mostPublications; tries += 1) {
      const next = publish(current, round, this.#totals.sum);
      if (next === undefined || (await this.#replace(current, next))) return;
      current = (await this.#read()) ?? begun;
    }
  }

  async #read(): Promise<SharedSum | undefined> {
    return readShared(await this.#kv.readOr<Json | undefined>(sharedKey, undefined));
  }

  /**
   * Replaces what is shared, if it is still what was found. It never comes back to what it was, as its numbers only grow: so
   * a copy that comes late does nothing, or what it says is still true.
   *
   * @returns false if that did not happen, or if it is unknown: others will go on, as if this node had died.
   */
  async #replace(found: SharedSum | undefined, next: SharedSum): Promise<boolean> {
    try {
      if (found === undefined) return await this.#kv.createIfAbsent(sharedKey, sharedToJson(next));
      await this.#kv.cas(sharedKey, sharedToJson(found), sharedToJson(next));
      return true;
    } catch (error) {
      if (isRpcError(error)) return false;
      throw error;
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#node.after(ms, resolve));
  }
}
