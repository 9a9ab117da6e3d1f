/**
 * SplitMix64: turns any 64-bit key into well-mixed 64-bit numbers, for seeding other generators.
 *
 * Guy L. Steele Jr., Doug Lea, Christine H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014;
 * constants of Vigna's public-domain `splitmix64.c`.
 *
 * A generator of operations splits its chance each time that it is asked (`draw-from.ts`), some hundred thousand times in
 * a run. In BigInt that was a tenth of all work; so a 64-bit number is two halves here, and the tests hold it against
 * BigInt.
 */

/** A 64-bit number: its upper and its lower 32 bits, each an integer in [0, 2^32). */
export interface Word64 {
  readonly high: number;
  readonly low: number;
}

const GOLDEN_GAMMA: Word64 = { high: 0x9e3779b9, low: 0x7f4a7c15 };
const FIRST_FACTOR: Word64 = { high: 0xbf58476d, low: 0x1ce4e5b9 };
const SECOND_FACTOR: Word64 = { high: 0x94d049bb, low: 0x133111eb };

/** The integer modulo 2^64. */
export function word64(integer: number): Word64 {
  return { high: Math.floor(integer / 2 ** 32) >>> 0, low: integer >>> 0 };
}

export function xor64(a: Word64, b: Word64): Word64 {
  return { high: (a.high ^ b.high) >>> 0, low: (a.low ^ b.low) >>> 0 };
}

/** The finalizer: a bijection of 64-bit numbers in which every bit of `value` reaches every bit of the result. */
export function mix64(value: Word64): Word64 {
  const first = multiply(xorShifted(value, 30), FIRST_FACTOR);
  const second = multiply(xorShifted(first, 27), SECOND_FACTOR);
  return xorShifted(second, 31);
}

/** The `index`-th number (from 1) of the sequence that starts at `seed`. */
export function splitMix64(seed: Word64, index: number): Word64 {
  return mix64(add(seed, multiply(GOLDEN_GAMMA, word64(index))));
}

/** FNV-1a of a text's UTF-8 bytes (Fowler, Noll, Vo), for making a key of a name. */
export function fnv1a64(text: string): Word64 {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of utf8(text)) {
    low = (low ^ byte) >>> 0;
    // Times the prime 2^40 + 0x1b3, of which the second part has 9 bits, so that a product with a half is exact.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return { high, low };
}

/** Names are short and ASCII, with few exceptions; an encoder takes longer to call than to read them. */
function utf8(text: string): Iterable<number> {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) return Buffer.from(text, "utf8");
    bytes.push(unit);
  }
  return bytes;
}

/** `value ^ (value >> shift)`, for a shift of less than 32. */
function xorShifted({ high, low }: Word64, shift: number): Word64 {
  const shiftedLow = (low >>> shift) | (high << (32 - shift));
  return { high: (high ^ (high >>> shift)) >>> 0, low: (low ^ shiftedLow) >>> 0 };
}

function add(a: Word64, b: Word64): Word64 {
  const low = a.low + b.low;
  const carry = low >= 2 ** 32 ? 1 : 0;
  return { high: (a.high + b.high + carry) >>> 0, low: low >>> 0 };
}

/** The product modulo 2^64, the one of the lower halves by halves of their own, as a number holds no more than 53 bits. */
function multiply(a: Word64, b: Word64): Word64 {
  const [a1, a0] = [a.low >>> 16, a.low & 0xffff];
  const [b1, b0] = [b.low >>> 16, b.low & 0xffff];
  const lowest = a0 * b0;
  const middle = a1 * b0 + (lowest >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  const carried = a1 * b1 + (middle >>> 16) + (other >>> 16);
  const crossed = Math.imul(a.high, b.low) + Math.imul(a.low, b.high);
  return { high: (carried + crossed) >>> 0, low: ((other << 16) | (lowest & 0xffff)) >>> 0 };
}
