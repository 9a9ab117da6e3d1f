/**
 * Offsets that several nodes give out at the same time without ever giving the same one.
 *
 * An offset is a Lamport time (Lamport, "Time, Clocks, and the Ordering of Events", 1978) kept for each log by itself:
 * `counter × nodes + index of the node`. Invariant: an offset is above every offset of that log which its node knew, and
 * no other node can give it.
 *
 * One counter for each log, not one for all of them or the time of day: consumers, and Maelstrom's checker too
 * (jepsen-io/maelstrom#51), deal with logs as arrays, and an array is as long as its greatest offset.
 */

/**
 * The lowest offset that a node may give in a log whose highest known offset is `highest` (−1 if it is empty).
 * @param index the node's place among all nodes, from 0
 * @param nodes how many nodes there are
 */
export function nextOffset(highest: number, index: number, nodes: number): number {
  return (Math.floor(highest / nodes) + 1) * nodes + index;
}
