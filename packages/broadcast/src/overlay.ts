/**
 * Who hands its values to whom as long as all goes well, and the order in which nodes take another's place when it does not.
 *
 * A node has one hub, to which it hands its values and which hands it everybody else's; so the hubs make a tree. All nodes
 * draw up the same tree and the same order by themselves, so nobody has to be elected: of those that can be reached, the
 * first is the root.
 *
 * Invariant: a node's hub comes before it in the order, so there can be no circle of hubs.
 */
import { spanningTree, type Topology } from "@gossip-glomers/protocol/topology";

export interface Overlay {
  /** All nodes; the first one is the root. */
  readonly order: readonly string[];
  /** The place of a node in the order; behind all others if it is not one of them. */
  rank(node: string): number;
  /** The hub of a node when all goes well; undefined for the root. */
  hub(node: string): string | undefined;
}

/** Everybody's hub is the first node: two hops between any two nodes, at the lowest cost. */
export function star(nodeIds: readonly string[]): Overlay {
  const [root] = nodeIds;
  return { order: nodeIds, rank: rankIn(nodeIds), hub: (node) => (node === root ? undefined : root) };
}

/**
 * The tree of shortest paths from the first node through a given topology. Nodes that the topology does not connect have
 * the first node for their hub, as in a star.
 */
export function tree(nodeIds: readonly string[], topology: Topology): Overlay {
  const [root] = nodeIds;
  if (root === undefined) return star(nodeIds);
  const spanning = spanningTree(topology, root);
  const members = new Set(nodeIds);
  const inTree = spanning.nodes.filter((node) => members.has(node));
  const found = new Set(inTree);
  const order = [...inTree, ...nodeIds.filter((node) => !found.has(node))];
  const hub = (node: string): string | undefined => {
    if (node === root) return undefined;
    const parent = spanning.parent(node);
    return parent !== undefined && members.has(parent) ? parent : root;
  };
  return { order, rank: rankIn(order), hub };
}

function rankIn(order: readonly string[]): (node: string) => number {
  const ranks = new Map(order.map((node, index) => [node, index]));
  return (node) => ranks.get(node) ?? order.length;
}
