/**
 * When a neighbour is asked that does not make progress: ever more rarely, so that one that is cut off costs little.
 *
 * Time is handed in, in milliseconds.
 */

/**
 * The pause between two questions to a neighbour doubles up to this. Who is asked answers at once, so it need not be longer
 * where nodes speak rarely; only the first question waits for what comes by itself.
 */
const longestPauseMs = 1_000;

export class Patience {
  readonly #firstMs: number;
  #behindSince: number | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #questions = 0;
  #isUnanswered = false;

  /** @param firstMs how long a neighbour may make no progress before it is asked for the first time */
  constructor(firstMs: number) {
    this.#firstMs = firstMs;
  }

  /** How often it has been asked since it last made progress. */
  get questions(): number {
    return this.#questions;
  }

  /** Whether nothing has come of it since it was asked. */
  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** When it is to be asked; undefined if there is nothing to wait for. */
  get askAt(): number | undefined {
    if (this.#behindSince === undefined) return undefined;
    if (this.#questions === 0) return this.#behindSince + this.#firstMs;
    return this.#askedAt + Math.min(this.#firstMs * 2 ** this.#questions, longestPauseMs);
  }

  /** Notes since when something that is waited for has made no progress; undefined if nothing is waited for. */
  setBehind(since: number | undefined): void {
    this.#behindSince = since;
    if (since === undefined || since >= this.#askedAt) this.#questions = 0;
  }

  /** Notes that it has been asked. */
  asked(now: number): void {
    this.#questions += 1;
    this.#isUnanswered = true;
    this.#askedAt = now;
  }

  /** Notes that it has spoken. */
  answered(): void {
    this.#isUnanswered = false;
  }
}
