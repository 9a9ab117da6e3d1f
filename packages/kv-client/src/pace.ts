/**
 * How fast a service answers. Each operation would otherwise find out anew that its first attempt is too short; and as a
 * compare-and-set is sent once, an answer that takes longer than that would never be waited for.
 *
 * The time that answers take, smoothed, so that one of them, which a standstill delayed, does not count for much (Jacobson,
 * "Congestion avoidance and control", 1988).
 */
export class Pace {
  #answerMs: number | undefined;

  /** How long to wait for an answer, judging by those before. */
  get patienceMs(): number {
    return 2 * (this.#answerMs ?? 0);
  }

  /** An answer took so long. */
  note(tookMs: number): void {
    this.#answerMs = this.#answerMs === undefined ? tookMs : (this.#answerMs + tookMs) / 2;
  }
}
