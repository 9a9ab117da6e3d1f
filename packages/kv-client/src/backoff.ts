/**
 * How long an operation waits for each answer, and pauses before it asks again.
 *
 * Attempts get longer up to four times the first. Pauses are drawn from [0, bound), the bound doubling each time ("full jitter",
 * Brooker 2015, "Exponential Backoff And Jitter"): nodes that failed together would otherwise come back together.
 */
import type { Runtime } from "@gossip-glomers/protocol";
import type { Deadline } from "./deadline.ts";
import type { ClientOptions } from "./options.ts";
import type { Pace } from "./pace.ts";

export class Backoff {
  readonly #runtime: Pick<Runtime, "random">;
  readonly #deadline: Deadline;
  /** With less time left than this, nothing is begun: no swarm of attempts, each after half as long a pause, just before the end. */
  readonly #leastMs: number;
  #attemptMs: number;
  readonly #longestAttemptMs: number;
  #pauseMs: number;
  readonly #longestPauseMs: number;

  constructor(
    runtime: Pick<Runtime, "random">,
    deadline: Deadline,
    { attemptMs = 1_000, pauseMs = 50, longestPauseMs = 1_000 }: ClientOptions,
    pace: Pace,
  ) {
    this.#runtime = runtime;
    this.#deadline = deadline;
    this.#leastMs = Math.min(deadline.leftMs, 4_000) / 100;
    this.#longestAttemptMs = 4 * attemptMs;
    this.#attemptMs = Math.min(Math.max(attemptMs, pace.patienceMs), this.#longestAttemptMs);
    this.#pauseMs = pauseMs;
    this.#longestPauseMs = longestPauseMs;
  }

  /** How long to wait for an answer before asking again, in milliseconds. */
  get attemptMs(): number {
    return this.#attemptMs;
  }

  /** How long an answer that is late may yet come, in milliseconds: an operation without a deadline would listen for ever. */
  get listenMs(): number {
    return 4 * this.#longestAttemptMs;
  }

  /** An attempt had no clear answer. */
  lengthenAttempts(): void {
    this.#attemptMs = Math.min(2 * this.#attemptMs, this.#longestAttemptMs);
  }

  /** How long to pause now, in milliseconds; undefined if there is no time for another attempt. */
  drawPauseMs(): number | undefined {
    const { leftMs } = this.#deadline;
    if (leftMs <= this.#leastMs) return undefined;
    // A pause of all that is left would leave the next attempt no time.
    const pauseMs = this.#runtime.random() * Math.min(this.#pauseMs, leftMs / 2);
    this.#pauseMs = Math.min(2 * this.#pauseMs, this.#longestPauseMs);
    return pauseMs;
  }
}
