/** Chance from a seed, for ordeals: the same in each run. */

/** mulberry32: 32 bits of state are enough for faults. */
export function chance(seed: number): () => number {
  let state = (seed * 0x9e3779b9) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Choices that only a seed decides. */
export class SeededChoice {
  readonly #random: () => number;

  constructor(seed: number) {
    // Not the stream that the ordeal of the same seed draws from: a circumstance must not go with a course of events.
    this.#random = chance(~seed);
  }

  of<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.#random() * choices.length)] ?? choices[0];
  }
}
