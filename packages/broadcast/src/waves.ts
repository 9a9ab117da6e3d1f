/** The waves of a profile with windows: they begin at multiples of the window on a clock that nodes have more or less in common. */

export interface Clocks {
  /** Milliseconds that never go back. */
  now(): number;
  /** Milliseconds by a clock that nodes have more or less in common. */
  wallTime(): number;
}

/** Nodes wait for those below them, but not for longer than so many levels take. */
export const tallest = 4;

/** All times are in milliseconds by the clock that never goes back. */
export class Waves {
  readonly #windowMs: number;
  /** How long a wave takes from one level of the tree to the next at the most. */
  readonly levelMs: number;
  readonly #clocks: Clocks;

  /** @param windowMs - 0 if there are none, so that it is always time to speak */
  constructor(windowMs: number, levelMs: number, clocks: Clocks) {
    this.#windowMs = windowMs;
    this.levelMs = levelMs;
    this.#clocks = clocks;
  }

  get exist(): boolean {
    return this.#windowMs > 0;
  }

  /** When the first wave after `at` begins; `at` if there are none. */
  next(at: number): number {
    if (!this.exist) return at;
    return at + this.#windowMs - ((this.#clocks.wallTime() + at - this.#clocks.now()) % this.#windowMs);
  }

  /** When the wave began that is the last one at `at`. */
  began(at: number): number {
    return this.next(at) - this.#windowMs;
  }

  /** Whether all nodes speak at about this time, so that messages find company. */
  isInStep(at: number): boolean {
    return at <= this.began(at) + this.waitMs(tallest);
  }

  /** Whether a wave begins so soon after `at` that what is said at `at` would not be over before. */
  isNear(at: number): boolean {
    return this.exist && this.next(at) <= at + 2 * this.levelMs;
  }

  /** How long after the beginning of a wave those speak that have so many levels below them. */
  waitMs(height: number): number {
    return this.exist ? height * this.levelMs : 0;
  }
}
