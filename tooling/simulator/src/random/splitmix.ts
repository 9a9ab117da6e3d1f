/**
 * SplitMix64: turns any 64-bit key into well-mixed 64-bit numbers, for seeding other generators.
 *
 * Guy L. Steele Jr., Doug Lea, Christine H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014;
 * constants of Vigna's public-domain `splitmix64.c`. It is written in BigInt and slow, which does not matter: a run
 * seeds a dozen generators.
 */
const MASK = (1n << 64n) - 1n;
const GOLDEN_GAMMA = 0x9e3779b97f4a7c15n;

/** The finalizer: a bijection of 64-bit numbers in which every bit of `value` reaches every bit of the result. */
export function mix64(value: bigint): bigint {
  let z = value & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}

/** The `index`-th number (from 1) of the sequence that starts at `seed`. */
export function splitMix64(seed: bigint, index: number): bigint {
  return mix64(seed + GOLDEN_GAMMA * BigInt(index));
}

/** FNV-1a of a text's UTF-8 bytes (Fowler, Noll, Vo), for making a key of a name. */
export function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text, "utf8")) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & MASK;
  }
  return hash;
}
