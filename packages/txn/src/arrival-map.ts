/**
 * A map that remembers in which order its entries were last set.
 *
 * Every `set` gets the next number: 1, 2, …. Setting a key again moves it to the end, so what is new since number 40 is
 * what `after(40)` yields: each changed key once, with its latest value only. That is the whole memory a node needs to
 * bring others up to date; there is no log beside it that could grow.
 *
 * Entries that were moved leave gaps behind, which are swept out once they are the greater part: the space is at most
 * twice that of the entries, the cost per `set` constant on average.
 */

/** A value and when it was set. */
export interface Arrival<Value> {
  readonly at: number;
  readonly key: string;
  readonly value: Value;
}

/** Below this many gaps sweeping is not worth it. */
const fewGaps = 64;

export class ArrivalMap<Value> {
  readonly #latest = new Map<string, Arrival<Value>>();
  /** Ascending by number, with gaps: arrivals that are no longer the latest of their key. */
  #arrivals: Arrival<Value>[] = [];
  #last = 0;

  /** The number of the last `set`; 0 if there was none. */
  get last(): number {
    return this.#last;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#latest.size;
  }

  /** How many arrivals are kept, gaps included: what the order costs in memory. */
  get arrivals(): number {
    return this.#arrivals.length;
  }

  get(key: string): Value | undefined {
    return this.#latest.get(key)?.value;
  }

  set(key: string, value: Value): void {
    this.#last += 1;
    const arrival = { at: this.#last, key, value };
    this.#latest.set(key, arrival);
    this.#arrivals.push(arrival);
    if (this.#arrivals.length > 2 * this.#latest.size + fewGaps) {
      this.#arrivals = this.#arrivals.filter((other) => this.#isLatest(other));
    }
  }

  /** Takes the next number for nothing but itself: something has happened that is no entry. */
  skip(): void {
    this.#last += 1;
  }

  /** The entries last set after `number`, in that order. Not to be set while they are walked. */
  *after(number: number): Generator<Arrival<Value>> {
    for (let i = this.#firstAfter(number); i < this.#arrivals.length; i += 1) {
      const arrival = this.#arrivals[i];
      if (arrival !== undefined && this.#isLatest(arrival)) yield arrival;
    }
  }

  #isLatest(arrival: Arrival<Value>): boolean {
    return this.#latest.get(arrival.key) === arrival;
  }

  /** Where the first arrival after `number` is, by bisection. */
  #firstAfter(number: number): number {
    let low = 0;
    let high = this.#arrivals.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#arrivals[middle]?.at ?? 0) > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
