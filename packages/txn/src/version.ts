/**
 * Versions of registers, and the total order in which they count.
 *
 * All writes of a transaction share one timestamp: a Lamport counter, greater than that of every transaction that the
 * node knew of (Lamport 1978), and, since nodes that know nothing of each other draw equal counters, the life of the
 * node that executed it (`origin.ts`). Of two versions of a key the one with the greater timestamp stays, on every node.
 *
 * Counters serve as sequence numbers too: in one life a node's own grow with every transaction. So "everything of this life of
 * n3 up to counter 17" is a prefix of what it has done, and a vector of one counter per life says what a node knows (Parker
 * et al. 1983).
 */
import type { Json } from "@gossip-glomers/protocol";
import { isAfter, type Origin } from "./origin.ts";

export interface Version {
  readonly key: Json;
  /** `identityOf(key)`, computed once. */
  readonly identity: string;
  readonly value: Json;
  readonly counter: number;
  /** Who executed the transaction. */
  readonly origin: Origin;
}

/** Whether `a` is to stay where `b` is, by their timestamps. */
export function isNewer(a: Version, b: Version): boolean {
  return a.counter === b.counter ? isAfter(a.origin, b.origin) : a.counter > b.counter;
}

/**
 * What a node knows: by an origin's slot, the counter of the last of its transactions that is known; 0, or nothing at the
 * end, if none is. All before that one are known as well.
 */
export type VersionVector = readonly number[];

/** The vector of a node that knows nothing. */
export const nothingKnown: VersionVector = [];

/** `vector` with another counter in a slot, which may lie beyond its end. */
export function withCounter(vector: VersionVector, slot: number, counter: number): VersionVector {
  return Array.from({ length: Math.max(vector.length, slot + 1) }, (_, other) =>
    other === slot ? counter : (vector[other] ?? 0),
  );
}

/** Whether who knows `vector` knows the transaction that wrote `version`. */
export function covers(vector: VersionVector, { origin, counter }: Version): boolean {
  return counter <= (vector[origin.slot] ?? 0);
}

/** What two nodes know together. */
export function union(a: VersionVector, b: VersionVector): VersionVector {
  // Lives that one of them has never heard of come at the end.
  if (a.length < b.length) return union(b, a);
  return a.map((counter, slot) => Math.max(counter, b[slot] ?? 0));
}
