/**
 * The layouts that Maelstrom's `--topology` knows, in its exact order of neighbours (MAELSTROM.md section 10.3).
 *
 * A node is given its topology by the workload; these build the same for a node that wants another one, and for
 * whoever plays Maelstrom. The order matters to a run that must be repeated message by message.
 */

/** Who may talk to whom: the neighbours of each node. The payload of a `topology` message has this shape. */
export type Topology = { readonly [node: string]: readonly string[] };

/** `treeB` is a tree with B children per node; `tree` is `tree2`. */
export type Layout = "line" | "grid" | "tree" | "tree2" | "tree3" | "tree4" | "total";

/** All layouts, in Maelstrom's order. */
export const layouts: readonly Layout[] = ["line", "grid", "tree", "tree2", "tree3", "tree4", "total"];

/**
 * The topology in which `nodes` stand in a layout, in the order in which they are given.
 *
 * As in Maelstrom, a line of a single node is empty: that node has no entry, not an empty one.
 *
 * @throws {RangeError} if there is no such layout.
 */
export function layOut(layout: Layout, nodes: readonly string[]): Topology {
  if (!layouts.includes(layout))
    throw new RangeError(`layOut: there is no layout ${layout}; there are ${layouts.join(", ")}`);
  if (layout === "line" && nodes.length === 1) return {};
  // Entries and not assignments: a node may be named `__proto__`.
  return Object.fromEntries(
    nodes.map((node, index) => [
      node,
      positions(layout, index, nodes.length)
        .map((position) => nodes[position])
        .filter((neighbour) => neighbour !== undefined),
    ]),
  );
}

/** Where the neighbours of the node at `index` stand; those outside of the list do not exist. */
function positions(layout: Layout, index: number, count: number): readonly number[] {
  switch (layout) {
    case "line":
      return [index - 1, index + 1];
    case "grid":
      return inGrid(index, Math.ceil(Math.sqrt(count)));
    case "tree":
    case "tree2":
      return inTree(index, 2);
    case "tree3":
      return inTree(index, 3);
    case "tree4":
      return inTree(index, 4);
    case "total":
      return Array.from({ length: count }, (_, at) => at).filter((at) => at !== index);
  }
}

/** Down, up, right, left in a square that is filled row by row; its last row may be short or missing. */
function inGrid(index: number, side: number): readonly number[] {
  const column = index % side;
  return [
    index + side,
    index - side,
    ...(column < side - 1 ? [index + 1] : []),
    ...(column > 0 ? [index - 1] : []),
  ];
}

/** Parent, then children, with the nodes in heap order. */
function inTree(index: number, branching: number): readonly number[] {
  const children = Array.from({ length: branching }, (_, child) => index * branching + 1 + child);
  return index === 0 ? children : [Math.floor((index - 1) / branching), ...children];
}
