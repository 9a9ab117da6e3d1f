/**
 * Chance, from one seed, split by purpose.
 *
 * A run draws for its workload, its latencies, its faults and each of its nodes. If all drew from one stream, one
 * more draw by a node would change every later latency, and a failing run could not be made smaller: taking one
 * operation away would make another run of it. So each purpose has a stream of its own, whose numbers depend on the
 * seed and the purpose's name and on nothing else.
 *
 *     const seed = Random.fromSeed(42);
 *     const latency = seed.split("latency");
 *     const n0 = seed.split("nodes").split("n0");
 */
import { fnv1a64, mix64, splitMix64, type Word64, word64, xor64 } from "./splitmix.ts";
import { Xoshiro128 } from "./xoshiro128.ts";

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

export class Random {
  readonly #key: Word64;
  readonly #start: State;
  readonly #bits: Xoshiro128;
  #isFresh = true;
  /** The key as names are added to it; a generator splits one stream for each of its operations. */
  #mixedKey: Word64 | null = null;

  private constructor(key: Word64, start: State = startOf(key)) {
    this.#key = key;
    this.#start = start;
    this.#bits = new Xoshiro128(start);
  }

  /**
   * The root of a run's chance.
   * @param seed an integer that a number holds exactly.
   */
  static fromSeed(seed: number): Random {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(
        `Random.fromSeed: ${seed} is no seed; pass an integer between -(2^53 - 1) and 2^53 - 1`,
      );
    }
    return new Random(mix64(word64(seed)));
  }

  /**
   * The stream for `purpose`. Draws nothing from this one, so it does not matter when it is called; calling it twice
   * gives two streams of the same numbers.
   */
  split(purpose: string): Random {
    // The key is mixed before the name is added, so that a.split("b") and b.split("a") are strangers.
    this.#mixedKey ??= mix64(this.#key);
    return new Random(mix64(xor64(this.#mixedKey, fnv1a64(purpose))));
  }

  /** The same stream from its beginning, however much has been drawn from this one. */
  again(): Random {
    return new Random(this.#key, this.#start);
  }

  /** Whether nothing has been drawn from it yet. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  /** A number in [0, 1) with 53 random bits. */
  float(): number {
    return this.#next53() / TWO_53;
  }

  /**
   * An integer in [0, bound), each equally likely.
   * @param bound an integer from 1 to 2^53.
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_53) {
      throw new RangeError(`Random.integer: ${bound} is no bound; pass an integer from 1 to 2^53`);
    }
    // A remainder alone would favour small results: of the 2^32 draws, 2^32 mod bound are one too many.
    const range = bound <= TWO_32 ? TWO_32 : TWO_53;
    const fair = range - (range % bound);
    for (;;) {
      const draw = range === TWO_32 ? this.#next32() : this.#next53();
      if (draw < fair) return draw % bound;
    }
  }

  /** A number from the exponential distribution with the given mean (by inversion: Devroye 1986, section II.2). */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.float());
  }

  /**
   * One of `items`, each equally likely.
   * @throws {RangeError} if there are none.
   */
  choice<T extends NonNullable<unknown>>(items: readonly T[]): T {
    const item = items.length === 0 ? undefined : items[this.integer(items.length)];
    if (item === undefined) {
      throw new RangeError("Random.choice: there is nothing to choose from; pass at least one item");
    }
    return item;
  }

  /** The items in a new order, each order equally likely (Fisher and Yates; Durstenfeld 1964, Algorithm 235). */
  shuffle<T extends NonNullable<unknown>>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const [a, b] = [shuffled[last], shuffled[other]];
      if (a === undefined || b === undefined) throw new RangeError("Random.shuffle: an item is undefined");
      shuffled[last] = b;
      shuffled[other] = a;
    }
    return shuffled;
  }

  #next53(): number {
    const high = this.#next32() >>> 5;
    const low = this.#next32() >>> 6;
    return high * 2 ** 26 + low;
  }

  #next32(): number {
    this.#isFresh = false;
    return this.#bits.next();
  }
}

type State = ConstructorParameters<typeof Xoshiro128>[0];

function startOf(key: Word64): State {
  const first = splitMix64(key, 1);
  const second = splitMix64(key, 2);
  return [first.low, first.high, second.low, second.high];
}
