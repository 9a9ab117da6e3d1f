/** A tree of shortest paths through a topology: along it, a message reaches every node once and soonest. */
import type { Topology } from "./layout.ts";
import { neighbours } from "./neighbours.ts";

/** A tree over all nodes that the root can reach; a node out of reach is not in it. */
export interface SpanningTree {
  readonly root: string;
  /** The nodes of the tree, nearest to the root first. */
  readonly nodes: readonly string[];
  /** The node before this one on its path from the root; undefined for the root and out of reach. */
  parent(node: string): string | undefined;
  /** The nodes after this one, in the order of its neighbours. */
  children(node: string): readonly string[];
  /** How many messages it takes from the root to this node; undefined out of reach. */
  depth(node: string): number | undefined;
}

/**
 * The spanning tree that a breadth-first search (Moore 1959) from `root` finds.
 *
 * Every node's depth is its distance from the root, and of the parents that make it so the one found first is
 * taken. So all nodes that are given the same topology compute the same tree without a message.
 */
export function spanningTree(topology: Topology, root: string): SpanningTree {
  const depths = new Map([[root, 0]]);
  const parents = new Map<string, string>();
  const children = new Map<string, readonly string[]>();
  const nodes = [root];
  // The list grows while it is walked: it is the queue of the search.
  for (const node of nodes) {
    const found: string[] = [];
    for (const neighbour of neighbours(topology, node)) {
      if (depths.has(neighbour)) continue;
      depths.set(neighbour, (depths.get(node) ?? 0) + 1);
      parents.set(neighbour, node);
      found.push(neighbour);
    }
    children.set(node, found);
    nodes.push(...found);
  }
  return {
    root,
    nodes,
    parent: (node) => parents.get(node),
    children: (node) => children.get(node) ?? [],
    depth: (node) => depths.get(node),
  };
}
