/**
 * Real time, for runs whose nodes are processes.
 *
 * A callback is never early: Node's timers have whole milliseconds and may fire a fraction of one too soon, so when
 * one fires the clock looks at the time again, and waits once more for what is not due yet.
 */
import type { Nanoseconds } from "@gossip-glomers/history";
import { Agenda } from "./agenda.ts";
import type { Clock, Scheduled } from "./clock.ts";

// Taken now, because a run in virtual time replaces the global ones.
const performanceNow = performance.now.bind(performance);
const after = setTimeout;
const stopTimer = clearTimeout;
const macroTask = setImmediate;

/** The longest delay that `setTimeout` takes; it fires at once for a longer one. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export class WallClock implements Clock {
  readonly kind = "wall";
  readonly #origin = performanceNow();
  readonly #agenda = new Agenda(() => this.#disarm());
  #timer: NodeJS.Timeout | null = null;
  #isSoon = false;

  now(): Nanoseconds {
    return Math.floor((performanceNow() - this.#origin) * 1e6);
  }

  schedule(at: Nanoseconds, callback: () => void): Scheduled {
    if (Number.isNaN(at)) throw new RangeError("WallClock.schedule: the time is NaN; pass nanoseconds");
    const scheduled = this.#agenda.add(Math.max(at, this.now()), callback);
    this.#arm();
    return scheduled;
  }

  /** Real time passes by itself: `work` is all that is waited for. */
  run<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  /** Waits for the earliest call: in the next turn of the event loop if it is due, with a timer otherwise. */
  #arm(): void {
    const next = this.#agenda.peek();
    if (next === undefined || this.#isSoon) return;
    this.#disarm();
    const waitMs = (next.at - this.now()) / 1e6;
    if (waitMs <= 0) {
      this.#isSoon = true;
      macroTask(() => {
        this.#isSoon = false;
        this.#callDue();
      });
    } else {
      this.#timer = after(() => this.#callDue(), Math.min(Math.ceil(waitMs), MAX_DELAY_MS));
    }
  }

  #disarm(): void {
    if (this.#timer !== null) stopTimer(this.#timer);
    this.#timer = null;
  }

  #callDue(): void {
    // What these calls schedule for now waits for the next turn, so that pipes are read in between.
    const end = this.#agenda.nextSequence;
    const now = this.now();
    try {
      for (;;) {
        const next = this.#agenda.peek();
        if (next === undefined || next.at > now || next.sequence >= end) break;
        this.#agenda.take()?.();
      }
    } finally {
      this.#arm();
    }
  }
}
