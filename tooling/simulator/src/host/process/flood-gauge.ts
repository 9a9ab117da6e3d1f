/**
 * How much of a node's output is read: up to a budget per second, and a tenth of it once the node has passed that.
 *
 * A node in a loop prints millions of lines a second. Reading them all would fill the memory with messages that wait
 * for their receivers, and starve the other nodes. A node that is not read blocks on its pipe, which slows it down to
 * what the bench can bear; a healthy node never comes near the budget (the bench itself moves about 150 000 small
 * messages a second between all nodes together).
 */
import type { Nanoseconds } from "@gossip-glomers/history";

export interface FloodBudget {
  readonly linesPerSecond: number;
  readonly bytesPerSecond: number;
}

export const DEFAULT_BUDGET: FloodBudget = { linesPerSecond: 50_000, bytesPerSecond: 64 * 2 ** 20 };

const SECOND: Nanoseconds = 1e9;

export class FloodGauge {
  readonly #budget: FloodBudget;
  #windowStart: Nanoseconds = Number.NEGATIVE_INFINITY;
  #lines = 0;
  #bytes = 0;
  #excess: string | null = null;

  constructor(budget: FloodBudget = DEFAULT_BUDGET) {
    this.#budget = budget;
  }

  /** What was too much, the first time that the budget was passed; null until then. */
  get excess(): string | null {
    return this.#excess;
  }

  /** Counts what has been read; returns when to read on: now, or the end of a second that has had its share. */
  count(lines: number, bytes: number, now: Nanoseconds): Nanoseconds {
    if (now >= this.#windowStart + SECOND) {
      this.#windowStart = now;
      this.#lines = 0;
      this.#bytes = 0;
    }
    this.#lines += lines;
    this.#bytes += bytes;
    const share = this.#excess === null ? 1 : 0.1;
    const { linesPerSecond, bytesPerSecond } = this.#budget;
    if (this.#lines > linesPerSecond * share)
      this.#excess ??= `more than ${linesPerSecond} lines in a second`;
    else if (this.#bytes > bytesPerSecond * share)
      this.#excess ??= `more than ${bytesPerSecond} bytes in a second`;
    else return now;
    return this.#windowStart + SECOND;
  }
}
