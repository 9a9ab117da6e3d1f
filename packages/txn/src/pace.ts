/**
 * How fast the network is, as the answers of other nodes tell: whether one that lets this node wait is slow by itself, so that
 * others should stand in for it, or no slower than everybody else.
 *
 * A node at the end of the tree has but one neighbour, and nothing to compare it with. So it takes that one for slow at first,
 * and asks others; if those take as long, it is content with its neighbour, until that was too long ago to tell.
 */

/** So long an answer says something of the network, in milliseconds. */
const tellingMs = 60_000;

interface Answer {
  readonly at: number;
  readonly tookMs: number;
}

export class Pace {
  /** By node the latest. */
  readonly #answers = new Map<string, Answer>();

  /** Takes note that a node has answered, and how long that took. */
  note(id: string, tookMs: number, now: number): void {
    this.#answers.set(id, { at: now, tookMs });
  }

  /** Forgets what tells nothing any more. */
  forget(now: number): void {
    for (const [id, { at }] of this.#answers) if (at < now - tellingMs) this.#answers.delete(id);
  }

  /** How long the quickest of the others took, in milliseconds; 0 if none has answered. */
  ofOthersThan(id: string): number {
    let quickest = Number.POSITIVE_INFINITY;
    for (const [other, { tookMs }] of this.#answers) {
      if (other !== id) quickest = Math.min(quickest, tookMs);
    }
    return quickest === Number.POSITIVE_INFINITY ? 0 : quickest;
  }
}
