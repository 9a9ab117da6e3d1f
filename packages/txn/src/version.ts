/**
 * Versions of registers, and the total order in which they count.
 *
 * All writes of a transaction share one timestamp: a Lamport counter, greater than that of every transaction that the
 * node knew of (Lamport 1978), and, since nodes that know nothing of each other draw equal counters, the node that
 * executed it. Of two versions of a key the one with the greater timestamp stays, on every node.
 *
 * Counters serve as sequence numbers too: a node's own grow with every transaction. So "everything of n3 up to counter
 * 17" is a prefix of what n3 has done, and a vector of one counter per node says what a node knows (Parker et al. 1983).
 */
import type { Json } from "@gossip-glomers/protocol";

export interface Version {
  readonly key: Json;
  /** `identityOf(key)`, computed once. */
  readonly identity: string;
  readonly value: Json;
  readonly counter: number;
  /** The node that executed the transaction, as its place in the list of all nodes. */
  readonly origin: number;
}

/** Whether `a` is to stay where `b` is, by their timestamps. */
export function isNewer(a: Version, b: Version): boolean {
  return a.counter === b.counter ? a.origin > b.origin : a.counter > b.counter;
}

/**
 * What a node knows: by a node's place, the counter of the last of its transactions that is known; 0 if none is.
 * All before that one are known as well.
 */
export type VersionVector = readonly number[];

/** The vector of a node that knows nothing, among `nodes` nodes. */
export function nothingKnown(nodes: number): VersionVector {
  return Array.from({ length: nodes }, () => 0);
}

/** Whether who knows `vector` knows the transaction that wrote `version`. */
export function covers(vector: VersionVector, { origin, counter }: Version): boolean {
  return counter <= (vector[origin] ?? 0);
}

/** What two nodes know together. */
export function union(a: VersionVector, b: VersionVector): VersionVector {
  return a.map((counter, origin) => Math.max(counter, b[origin] ?? 0));
}
