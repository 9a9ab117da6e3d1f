/** Time that passes only when a test says so. */
import type { Timer } from "../runtime.ts";

interface Entry {
  readonly at: number;
  readonly callback: () => void;
}

export class ManualClock {
  #now = 0;
  /** In the order in which they are due; of those due at the same time, first set first. */
  readonly #timers: Entry[] = [];

  /** Milliseconds since the clock was made. */
  get now(): number {
    return this.#now;
  }

  /** When the next timer is due; undefined if none is set. */
  get nextDue(): number | undefined {
    return this.#timers[0]?.at;
  }

  /** @throws {RangeError} if the delay is no number, which would leave the clock without one, too. */
  setTimer(delayMs: number, callback: () => void): Timer {
    if (!(delayMs <= Number.POSITIVE_INFINITY))
      throw new RangeError(
        `the delay of a timer, or the latency of a message, must be a number of milliseconds; it was ${delayMs}`,
      );
    const entry = { at: this.#now + Math.max(0, delayMs), callback };
    const behind = this.#timers.findIndex(({ at }) => at > entry.at);
    this.#timers.splice(behind === -1 ? this.#timers.length : behind, 0, entry);
    return {
      cancel: () => {
        const index = this.#timers.indexOf(entry);
        if (index !== -1) this.#timers.splice(index, 1);
      },
    };
  }

  /** Lets time pass to the next timer and calls it; returns false, and does nothing, if none is due by `limit`. */
  fireNext(limit: number): boolean {
    const next = this.#timers[0];
    if (next === undefined || next.at > limit) return false;
    this.#timers.shift();
    this.#now = next.at;
    next.callback();
    return true;
  }

  /** Lets time pass to `time`, if that is not past; timers due until then must have been fired. */
  passTo(time: number): void {
    this.#now = Math.max(this.#now, time);
  }
}
