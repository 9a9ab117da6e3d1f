/**
 * The clock port: the one thing that differs between a run in real time and one in virtual time.
 *
 * Network, clients, faults and generators are written once, against this. `VirtualClock` jumps from event to
 * event; `WallClock` waits. Nothing else in the simulator may look at the time.
 */
import type { Nanoseconds } from "@gossip-glomers/history";

/** A scheduled callback. Cancelling one that has fired, or twice, does nothing. */
export interface Scheduled {
  cancel(): void;
}

export interface Clock {
  readonly kind: "virtual" | "wall";

  /** Nanoseconds since the run began; never goes back. */
  now(): Nanoseconds;

  /**
   * Calls `callback` at time `at`, or as soon as possible if that has passed, but never synchronously.
   * Callbacks due at the same time are called in the order in which they were scheduled.
   */
  schedule(at: Nanoseconds, callback: () => void): Scheduled;

  /** Lets time pass until `work` is settled; rejects if it can never be (no event is left that could settle it). */
  run<T>(work: Promise<T>): Promise<T>;
}
