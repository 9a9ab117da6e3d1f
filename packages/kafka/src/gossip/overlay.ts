/**
 * Which nodes speak to each other, and how many others each of them speaks for.
 *
 * Up to a number of nodes all speak to all: the way is short, and there are few messages. That grows with the square of the
 * nodes, so more of them form a tree, in which n − 1 links are all there are. A tree costs no availability here: an entry is
 * stable once every node has spoken for itself or been spoken for, so whatever link is cut, nothing new would be stable
 * in a mesh either; and sends wait for nobody.
 *
 * It has two levels below the root, and each node that is no leaf has about √n below it: the flattest tree in which no
 * node has much more to do than another.
 */

/** A node that this one speaks to. */
export interface Neighbour {
  readonly id: string;
  /** How many nodes it speaks for: itself and, in a tree, all behind it. */
  readonly speaksFor: number;
  /** Whether it is nearer to the root of the tree. */
  readonly isAbove: boolean;
}

export interface Overlay {
  /** Whether nodes pass on what others said; if not, each speaks only for itself. */
  readonly isTree: boolean;
  readonly neighbours: readonly Neighbour[];
}

/**
 * The place of the node `id` among `nodeIds`, which are in the same order on each of them.
 * @param meshUpTo how many nodes all speak to each other
 */
export function overlayOf(nodeIds: readonly string[], id: string, meshUpTo: number): Overlay {
  if (nodeIds.length <= meshUpTo) {
    const others = nodeIds.filter((other) => other !== id);
    return {
      isTree: false,
      neighbours: others.map((other) => ({ id: other, speaksFor: 1, isAbove: false })),
    };
  }
  return { isTree: true, neighbours: treeNeighbours(nodeIds, nodeIds.indexOf(id)) };
}

function treeNeighbours(nodeIds: readonly string[], self: number): readonly Neighbour[] {
  const count = nodeIds.length;
  const inner = Math.round(Math.sqrt(count));
  const neighbours: Neighbour[] = [];
  const add = (index: number, speaksFor: number, isAbove: boolean): void => {
    const id = nodeIds[index];
    if (id !== undefined) neighbours.push({ id, speaksFor, isAbove });
  };
  // The root is node 0, those below it are the next ones; leaves are dealt out to these in turn.
  if (self === 0) {
    for (let index = 1; index <= inner; index += 1) add(index, sizeBelow(index), false);
  } else if (self <= inner) {
    add(0, count - sizeBelow(self), true);
    for (let index = self + inner; index < count; index += inner) add(index, 1, false);
  } else {
    add(1 + ((self - 1) % inner), count - 1, true);
  }
  return neighbours;

  /** How many nodes an inner one and its leaves are. */
  function sizeBelow(index: number): number {
    return Math.floor((count - 1 - index) / inner) + 1;
  }
}
