/**
 * Who hands its values to whom, as long as all goes well and when it does not.
 *
 * A node has one hub, to which it hands its values and which hands it everybody else's; so the hubs make a tree. Each
 * node has a list of candidates, and its hub is the first one that it can reach. All nodes draw up the same lists by
 * themselves, so choosing another hub takes no election.
 *
 * Invariant: candidates come before their node in one order of all nodes, so there can be no circle of hubs.
 */
import { spanningTree, type Topology } from "@gossip-glomers/protocol/topology";

export interface Overlay {
  /** The place of a node in the order of all. */
  rank(node: string): number;
  /** The nodes that can be this node's hub, best first; none for the first node of all, which is the root. */
  candidates(node: string): readonly string[];
}

/** Everybody's hub is the first node that it can reach: two hops between any two nodes, at the lowest cost. */
export function star(nodeIds: readonly string[]): Overlay {
  const ranks = rank(nodeIds);
  return {
    rank: (node) => ranks.get(node) ?? nodeIds.length,
    candidates: (node) => nodeIds.slice(0, ranks.get(node) ?? 0),
  };
}

/**
 * The tree of shortest paths from the first node through a given topology. A node whose parent cannot be reached turns
 * to the first node of all that it can reach, as in a star; so does one that the topology does not connect.
 */
export function tree(nodeIds: readonly string[], topology: Topology): Overlay {
  const [root] = nodeIds;
  if (root === undefined) return star(nodeIds);
  const spanning = spanningTree(topology, root);
  const members = new Set(nodeIds);
  const inTree = spanning.nodes.filter((node) => members.has(node));
  const found = new Set(inTree);
  const order = [...inTree, ...nodeIds.filter((node) => !found.has(node))];
  const ranks = rank(order);
  return {
    rank: (node) => ranks.get(node) ?? order.length,
    candidates: (node) => {
      const earlier = order.slice(0, ranks.get(node) ?? 0);
      const parent = spanning.parent(node);
      if (parent === undefined || !members.has(parent)) return earlier;
      return [parent, ...earlier.filter((other) => other !== parent)];
    },
  };
}

function rank(order: readonly string[]): ReadonlyMap<string, number> {
  return new Map(order.map((node, index) => [node, index]));
}
