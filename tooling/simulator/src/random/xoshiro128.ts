/**
 * xoshiro128** 1.1: 32 random bits per step, period 2^128 − 1.
 *
 * David Blackman, Sebastiano Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021. Chosen
 * because all of it is 32-bit arithmetic, which JavaScript does without BigInt.
 */
export class Xoshiro128 {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param state four 32-bit words, not all of them 0: from that state nothing but zeros would come. */
  constructor(state: readonly [number, number, number, number]) {
    const [a, b, c, d] = state;
    if ((a | b | c | d) === 0) {
      throw new RangeError("Xoshiro128: the state is all zeros; seed at least one word with something else");
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** The next integer in [0, 2^32). */
  next(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
