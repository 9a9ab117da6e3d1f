/**
 * Strongly connected components, by Tarjan ("Depth-first search and linear graph algorithms", 1972): two vertices are
 * in one component exactly when each can be reached from the other, so every cycle lies within one.
 *
 * The recursion is unrolled: a chain of a hundred thousand transactions is a normal history, and as deep a recursion
 * would overflow the stack.
 */
import { at, type DirectedGraph } from "./directed-graph.ts";

export interface Components {
  readonly count: number;
  /**
   * The component of each vertex. The numbers are in reverse topological order: an edge between two components leads
   * from a higher number to a lower one.
   */
  readonly of: Int32Array;
}

/** The components of the graph that only edges with one of `relations` make. Linear in vertices and edges. */
export function stronglyConnected(graph: DirectedGraph, relations: number): Components {
  const { size, start, target } = graph;
  const of = new Int32Array(size).fill(-1);
  // 0 is "not yet visited"; otherwise the order of the visit, and the earliest visit that is reachable from there.
  const visit = new Int32Array(size);
  const low = new Int32Array(size);
  const nextEdge = start.slice(0, size);
  const path: number[] = [];
  const open: number[] = [];
  let visits = 0;
  let count = 0;

  const enter = (vertex: number): void => {
    visits += 1;
    visit[vertex] = visits;
    low[vertex] = visits;
    path.push(vertex);
    open.push(vertex);
  };

  for (let root = 0; root < size; root++) {
    if (at(visit, root) !== 0) {
      continue;
    }
    enter(root);
    while (path.length > 0) {
      const vertex = path[path.length - 1] ?? 0;
      const edge = at(nextEdge, vertex);
      if (edge < at(start, vertex + 1)) {
        nextEdge[vertex] = edge + 1;
        const other = at(target, edge);
        if ((at(graph.relations, edge) & relations) === 0) {
          continue;
        }
        if (at(visit, other) === 0) {
          enter(other);
        } else if (at(of, other) < 0) {
          low[vertex] = Math.min(at(low, vertex), at(visit, other));
        }
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) {
        low[parent] = Math.min(at(low, parent), at(low, vertex));
      }
      // Nothing reachable from here was visited earlier: all that is open since belongs together.
      if (at(low, vertex) === at(visit, vertex)) {
        let member: number;
        do {
          member = open.pop() ?? vertex;
          of[member] = count;
        } while (member !== vertex);
        count += 1;
      }
    }
  }
  return { count, of };
}

/** The vertices of each component that has more than one, that is, of each in which there is a cycle. */
export function cyclicComponents(components: Components): readonly Int32Array[] {
  const sizes = new Int32Array(components.count);
  for (const component of components.of) {
    sizes[component] = at(sizes, component) + 1;
  }
  const members = new Map<number, { readonly vertices: Int32Array; filled: number }>();
  components.of.forEach((component, vertex) => {
    const size = at(sizes, component);
    if (size < 2) {
      return;
    }
    let list = members.get(component);
    if (list === undefined) {
      list = { vertices: new Int32Array(size), filled: 0 };
      members.set(component, list);
    }
    list.vertices[list.filled] = vertex;
    list.filled += 1;
  });
  return [...members.values()].map(({ vertices }) => vertices);
}
