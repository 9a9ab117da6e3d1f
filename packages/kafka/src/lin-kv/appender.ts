/**
 * Appends to one log in lin-kv, for one node.
 *
 * What comes in while a compare-and-set is under way is put into the next one (group commit, DeWitt et al. 1984), so a
 * node never competes with itself.
 *
 * Invariants:
 *
 * - A message is put into exactly one slot. After a compare-and-set that failed, or whose answer is missing, the segment is
 *   read and searched for the messages' tags. Those that are there are done. The others are not there and never will be
 *   by that request: it takes effect only on the very value that it expected, which never comes back once it is
 *   gone; and if it is still there, the next request carries the same messages.
 * - A crash between any two steps leaves whole sends or nothing: slot and offset come to be in one step.
 */

import type { LinKv } from "@gossip-glomers/kv-client";
import { isRpcError, type Json, type Node, RpcError } from "@gossip-glomers/protocol";
import { isLost, isRefused } from "./outcome.ts";
import { type Slot, segmentKey, segmentSize, slotsOf } from "./segment.ts";

/** How long a send is tried, in milliseconds: its client hears of it before it gives up (5 s). */
const patienceMs = 4_000;

interface Pending {
  readonly slot: Slot;
  readonly endsAt: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: unknown) => void;
}

export class Appender {
  readonly #node: Node;
  readonly #kv: LinKv;
  readonly #key: string;
  /** The segment to append to, and what was last seen in it. */
  #segment = 0;
  #slots: readonly Slot[] = [];
  #pending: Pending[] = [];
  #busy = false;

  constructor(node: Node, kv: LinKv, key: string) {
    this.#node = node;
    this.#kv = kv;
    this.#key = key;
  }

  /**
   * @param tag distinct for every send
   * @throws {RpcError} 0 (indefinite) if it is not known to be done in time.
   */
  append(msg: Json, tag: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const endsAt = this.#node.runtime.now() + patienceMs;
      this.#pending.push({ slot: [msg, tag], endsAt, resolve, reject });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#pending.length > 0) {
      try {
        await this.#step();
      } catch (error) {
        const failed = this.#pending;
        this.#pending = [];
        for (const { reject } of failed)
          reject(isRpcError(error) && error.definite ? unknown(error.message) : error);
      }
      this.#giveUpOnOld();
    }
    this.#busy = false;
  }

  /** One attempt to append what waits, as far as the segment has room. */
  async #step(): Promise<void> {
    if (this.#slots.length >= segmentSize) {
      this.#segment += 1;
      this.#slots = [];
    }
    const room = segmentSize - this.#slots.length;
    const wanted = [...this.#slots, ...this.#pending.slice(0, room).map(({ slot }) => slot)];
    if (await this.#swap(wanted)) this.#slots = wanted;
    else await this.#look();
    this.#settle();
  }

  /** @returns whether the segment certainly is `wanted` now. */
  async #swap(wanted: readonly Slot[]): Promise<boolean> {
    const key = segmentKey(this.#key, this.#segment);
    // Not called `distinct`, though values are: the client would then read what is there after a refusal, and so do we.
    try {
      if (this.#slots.length === 0) return await this.#kv.createIfAbsent(key, wanted);
      await this.#kv.cas(key, this.#slots, wanted);
      return true;
    } catch (error) {
      if (isRefused(error) || isLost(error)) return false;
      throw error;
    }
  }

  /** Reads what is in the segment; if that is full, settles what is there and goes on to the last one. */
  async #look(): Promise<void> {
    this.#slots = await this.#read(this.#segment);
    if (this.#slots.length < segmentSize) return;
    this.#settle();
    await this.#goToEnd();
  }

  /**
   * From a full segment to the one to append to, by steps that double and then by halves (Bentley and Yao, "An almost
   * optimal algorithm for unbounded searching", 1976): a node that has just started does not read the whole log.
   */
  async #goToEnd(): Promise<void> {
    let full = this.#segment;
    let missing = Number.POSITIVE_INFINITY;
    for (let step = 1; full + 1 < missing; ) {
      const middle = missing === Number.POSITIVE_INFINITY ? full + step : Math.floor((full + missing) / 2);
      const slots = await this.#read(middle);
      if (slots.length === 0) missing = middle;
      else if (slots.length < segmentSize) {
        this.#segment = middle;
        this.#slots = slots;
        return;
      } else {
        full = middle;
        step *= 2;
      }
    }
    this.#segment = missing;
    this.#slots = [];
  }

  async #read(segment: number): Promise<readonly Slot[]> {
    const key = segmentKey(this.#key, segment);
    return slotsOf(key, await this.#kv.readOr(key, null));
  }

  /** Answers the sends whose slots are in the segment. */
  #settle(): void {
    const places = new Map(this.#slots.map(([, tag], index) => [tag, this.#segment * segmentSize + index]));
    this.#pending = this.#pending.filter(({ slot: [, tag], resolve }) => {
      const offset = places.get(tag);
      if (offset !== undefined) resolve(offset);
      return offset === undefined;
    });
  }

  #giveUpOnOld(): void {
    const now = this.#node.runtime.now();
    this.#pending = this.#pending.filter(({ endsAt, reject }) => {
      if (endsAt > now) return true;
      reject(unknown(`not done within ${patienceMs} ms`));
      return false;
    });
  }
}

/** The error of a send of which earlier attempts may still take effect. */
function unknown(why: string): RpcError {
  return RpcError.timeout(`whether the message has been appended is unknown: ${why}`);
}
