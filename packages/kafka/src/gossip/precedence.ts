/** Condition 2 of the head of `replica.ts`: whether a node has what was put into logs before a peer promised what it now does. */
import type { Heard } from "./heard.ts";
import type { Peer } from "./peer.ts";
import type { VersionedVector } from "./versioned-vector.ts";

/**
 * Whether all is known that the peer's row counts. As it says only what has changed since a version that was accepted, the rest was
 * known then.
 * @param known how much of each stream is known here
 */
export function knowsWhatPrecedes(
  peer: Peer,
  { self, row }: Pick<Heard, "self" | "row">,
  peers: Iterable<Peer>,
  known: VersionedVector,
): boolean {
  const present = new Set<number>();
  for (const other of peers) {
    if (other.self !== undefined) present.add(other.self);
    // What a node had written before it crashed was its own to speak of when the peer counted it first; now it is not.
    for (const former of other.formerSelves) if (peer.has(former) > known.at(former)) return false;
  }
  // A peer speaks for what it writes itself. A stream that no living peer writes has nobody else to speak of it: what is
  // still unknown of it may lie anywhere, so nothing is promised before it is known.
  return row.every(
    ([stream, count]) => count <= known.at(stream) || (stream !== self && present.has(stream)),
  );
}
