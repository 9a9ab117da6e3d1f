/** Who exchanges changes with whom, as long as everybody answers. */
import { layOut, neighbours } from "@gossip-glomers/protocol/topology";

/**
 * The neighbours of `self` in a tree over all nodes in which each has up to four children.
 *
 * A tree has the fewest links that connect everybody, n − 1, so a batch costs the fewest messages, and no change comes to
 * a node twice. Two nodes are at most 2·log₄ n links apart; five are a star, two a pair.
 */
export function neighboursOf(nodeIds: readonly string[], self: string): readonly string[] {
  return neighbours(layOut("tree4", nodeIds), self);
}
