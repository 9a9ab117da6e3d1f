/**
 * The order in which Clojure walks through a hash set or a hash map.
 *
 * Where a node has put several messages at one offset, Jepsen's version order takes "the first" of a hash set. That
 * is an arbitrary one, but it is not a random one, and the number of skips that are found hangs on it. So this
 * computes it: both are tries that branch on five bits of the hash at a time, from the lowest.
 */
import type { Identity } from "../datum/identity.ts";

/** The element that Clojure's `first` takes. Only integers and strings are ordered as there; others come last. */
export function firstOfHashSet(elements: readonly Identity[]): Identity | undefined {
  const [only] = elements;
  if (elements.length < 2) return only;
  return elements.reduce((best, element) => (isBeforeInHashMap(element, best) ? element : best));
}

/** Whether Clojure comes upon one element, or key, before the other. */
export function isBeforeInHashMap(element: Identity, other: Identity): boolean {
  const [a, b] = [hashOf(element), hashOf(other)];
  for (let shift = 0; shift < 32; shift += 5) {
    const left = (a >>> shift) & 31;
    const right = (b >>> shift) & 31;
    if (left !== right) return left < right;
  }
  return false;
}

/** Clojure's `hash` of a long or a string: MurmurHash3 (32 bits, seed 0) of the long, or of Java's `hashCode`. */
export function hashOf(element: Identity): number {
  if (typeof element === "number" && Number.isSafeInteger(element)) {
    return element === 0 ? 0 : murmur3([element | 0, Math.floor(element / 2 ** 32) | 0]);
  }
  if (typeof element === "string") {
    const code = javaHashCode(element);
    return code === 0 ? 0 : murmur3([code]);
  }
  return -1;
}

function javaHashCode(text: string): number {
  let code = 0;
  for (let position = 0; position < text.length; position++) {
    code = (Math.imul(31, code) + text.charCodeAt(position)) | 0;
  }
  return code;
}

/** MurmurHash3 of whole words; the constants are Appleby's. */
function murmur3(words: readonly number[]): number {
  let hash = 0;
  for (const word of words) {
    const mixed = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotate(hash ^ mixed, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= words.length * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
