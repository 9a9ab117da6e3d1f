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

import { Deadline, type LinKv } from "@gossip-glomers/kv-client";
import { isRpcError, type Json, type Node, RpcError, type Timer } from "@gossip-glomers/protocol";
import { Backoff } from "./backoff.ts";
import { isLost, isRefused } from "./outcome.ts";
import { hole, roomBeside, type Slot, segmentKey, segmentSize, slotsOf } from "./segment.ts";

interface Pending {
  readonly slot: Slot;
  readonly deadline: Deadline;
  readonly timer: Timer;
  /** How many requests have carried it that may have taken effect, or may yet. */
  openRequests: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: unknown) => void;
}

export class Appender {
  readonly #node: Node;
  readonly #kv: LinKv;
  readonly #key: string;
  readonly #backoff: Backoff;
  /** The segment to append to, and what was last seen in it. */
  #segment = 0;
  #slots: readonly Slot[] = [];
  /** Oldest first. */
  #pending: Pending[] = [];
  #busy = false;

  constructor(node: Node, kv: LinKv, key: string) {
    this.#node = node;
    this.#kv = kv;
    this.#key = key;
    this.#backoff = new Backoff(node);
  }

  /**
   * @param tag distinct for every send
   * @throws {RpcError} 0 (indefinite) if it is not known to be done in time; 11 (definite) if time was up before it was in any
   * request that may have taken effect; a definite error with which lin-kv has answered the only one.
   */
  append(msg: Json, tag: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const deadline = new Deadline(this.#node.runtime);
      const pending: Pending = {
        slot: [msg, tag],
        deadline,
        // By itself, whatever is under way: a request with which it has come may wait for its answer for longer.
        timer: this.#node.after(deadline.leftMs, () =>
          this.#fail([pending], RpcError.timeout("lin-kv did not answer in time")),
        ),
        openRequests: 0,
        resolve,
        reject,
      };
      this.#pending.push(pending);
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let [oldest] = this.#pending; oldest !== undefined; [oldest] = this.#pending) {
      try {
        if (await this.#step()) this.#backoff.reset();
        else await this.#backoff.pause(oldest.deadline.leftMs);
      } catch (error) {
        // That there was no answer concerns those that came later only as far as they have no time left to ask. The oldest one
        // has none, or the node takes no answers any more, and then it is the turn of the next one.
        this.#fail(isLost(error) ? [oldest] : this.#pending, error);
      }
    }
    this.#busy = false;
  }

  /**
   * One attempt to append what waits, as far as the segment has room.
   * @returns whether it has brought something: what has been sent, or what others have
   */
  async #step(): Promise<boolean> {
    if (this.#slots.length >= segmentSize) {
      this.#segment += 1;
      this.#slots = [];
    }
    const room = roomBeside(this.#slots);
    const carried: Pending[] = [];
    for (const each of this.#pending) {
      if (!room.take(each.slot[0])) break;
      carried.push(each);
    }
    // Those whom this request is made for; if there is no room for the first of them, it only ends the segment.
    const concerned = this.#pending.slice(0, Math.max(1, carried.length));
    const added = carried.length > 0 ? carried.map(({ slot }) => slot) : Array<Slot>(segmentSize).fill(hole);
    const wanted = [...this.#slots, ...added].slice(0, segmentSize);
    for (const each of carried) each.openRequests += 1;
    let isDone: boolean;
    try {
      isDone = await this.#swap(wanted);
    } catch (error) {
      for (const each of carried) each.openRequests -= 1;
      this.#fail(concerned, error);
      return true;
    }
    if (!isDone) return this.#look();
    this.#slots = wanted;
    this.#settle();
    return true;
  }

  /**
   * @returns whether the segment certainly is `wanted` now.
   * @throws {RpcError} a definite error: this request has changed nothing.
   */
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

  /**
   * Reads what is in the segment; if that is full, settles what is there and goes on to the last one.
   * @returns whether there is more than the last request expected
   */
  async #look(): Promise<boolean> {
    const expected = this.#slots.length;
    this.#slots = await this.#read(this.#segment);
    this.#settle();
    if (this.#slots.length <= expected) return false;
    // What any request has expected has gone, so what is not there none of them will ever put there.
    for (const each of this.#pending) each.openRequests = 0;
    if (this.#slots.length === segmentSize) await this.#goToEnd();
    return true;
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
    this.#pending = this.#pending.filter(({ slot: [, tag], timer, resolve }) => {
      const offset = places.get(tag);
      if (offset === undefined) return true;
      timer.cancel();
      resolve(offset);
      return false;
    });
  }

  /** Gives up on sends. */
  #fail(failed: readonly Pending[], reason: unknown): void {
    const gone = new Set(failed);
    this.#pending = this.#pending.filter((each) => !gone.has(each));
    for (const { timer, reject, openRequests } of failed) {
      timer.cancel();
      reject(isRpcError(reason) ? errorOf(reason, openRequests > 0) : reason);
    }
  }
}

/** The error of a send that is given up: whether anything may come of it is not what the last question's error says. */
function errorOf(reason: RpcError, mayBeThere: boolean): RpcError {
  if (mayBeThere)
    return RpcError.timeout(`whether the message has been appended is unknown: ${reason.message}`);
  if (reason.definite) return reason;
  return RpcError.temporarilyUnavailable(`nothing has been appended, ask again: ${reason.message}`);
}
