/**
 * What a clock still has to call: the part that both clocks share.
 *
 * A cancelled call stays in the heap for a while: most of them are timeouts of requests that were answered, and taking
 * each out at once would cost a search through the heap per request. But not until it comes to the top, which for a
 * timeout is after seconds, in which thousands more would come: deep in garbage, the heap would be slow, and every call
 * would live long enough to be a burden to the garbage collection.
 *
 * Invariant: after a cancellation, at most half of the calls in the heap, and a few, are cancelled ones.
 */
import type { Nanoseconds } from "@gossip-glomers/history";
import type { Scheduled } from "./clock.ts";
import { type Due, DueHeap } from "./due-heap.ts";

/** So few cancelled calls are not worth being swept out. */
const FEW = 64;

class Call implements Due, Scheduled {
  readonly at: Nanoseconds;
  readonly sequence: number;
  #callback: (() => void) | null;
  readonly #agenda: Agenda;

  constructor(at: Nanoseconds, sequence: number, callback: () => void, agenda: Agenda) {
    this.at = at;
    this.sequence = sequence;
    this.#callback = callback;
    this.#agenda = agenda;
  }

  get isPending(): boolean {
    return this.#callback !== null;
  }

  /** Gives the callback away, once. */
  take(): (() => void) | null {
    const callback = this.#callback;
    this.#callback = null;
    return callback;
  }

  cancel(): void {
    if (this.take() !== null) this.#agenda.forget();
  }
}

export class Agenda {
  readonly #heap = new DueHeap<Call>();
  readonly #onEmpty: () => void;
  #sequence = 0;
  #pending = 0;

  /** @param onEmpty called when the last pending call is cancelled. */
  constructor(onEmpty: () => void = () => {}) {
    this.#onEmpty = onEmpty;
  }

  /** How many calls it holds, those that were cancelled and not yet taken out included. */
  get size(): number {
    return this.#heap.size;
  }

  /** The sequence that the next call will get; every call scheduled until now has a smaller one. */
  get nextSequence(): number {
    return this.#sequence;
  }

  add(at: Nanoseconds, callback: () => void): Scheduled {
    const call = new Call(at, this.#sequence++, callback, this);
    this.#heap.push(call);
    this.#pending += 1;
    return call;
  }

  /** The earliest pending call, left where it is. */
  peek(): Due | undefined {
    for (;;) {
      const call = this.#heap.peek();
      if (call === undefined || call.isPending) return call;
      this.#heap.pop();
    }
  }

  /** Takes out the callback of the earliest pending call. */
  take(): (() => void) | null {
    if (this.peek() === undefined) return null;
    this.#pending -= 1;
    return this.#heap.pop()?.take() ?? null;
  }

  /** For `Call.cancel` alone. */
  forget(): void {
    this.#pending -= 1;
    if (this.#pending === 0) {
      this.#heap.clear();
      this.#onEmpty();
    } else if (this.#heap.size > 2 * this.#pending + FEW) {
      this.#heap.retain((call) => call.isPending);
    }
  }
}
