/**
 * Walks on which no two anti-dependencies are adjacent, as walks of another graph: of pairs (vertex, was it reached by
 * an anti-dependency?), in which an anti-dependency leaves only from "no". Pair 2v is "v, not by one", 2v+1 "v, by one".
 * Used by cycle-finder.ts; read that first.
 */
import { at, type DirectedGraph, GraphBuilder } from "./directed-graph.ts";
import { RW } from "./relation.ts";
import type { SearchBudget } from "./search-budget.ts";

/** The vertices of a cycle in order; the last leads back to the first. */
export type Cycle = readonly number[];

/** An anti-dependency: the reader and who overwrote what it read. */
export interface AntiDependency {
  readonly reader: number;
  readonly writer: number;
}

/** The graph of pairs, its anti-dependencies kept and its other edges those with one of `relations`. */
export function pairGraph(graph: DirectedGraph, relations: number): DirectedGraph {
  const builder = new GraphBuilder(graph.size * 2);
  for (let vertex = 0; vertex < graph.size; vertex++) {
    for (let edge = at(graph.start, vertex); edge < at(graph.start, vertex + 1); edge++) {
      const other = at(graph.target, edge) * 2;
      const relation = at(graph.relations, edge);
      if (relation === RW) {
        builder.link(vertex * 2, other + 1, 1);
      } else if ((relation & relations) !== 0) {
        builder.link(vertex * 2, other, 1);
        builder.link(vertex * 2 + 1, other, 1);
      }
    }
  }
  return builder.build();
}

/** The simple cycles that a closed walk falls into. */
export function simpleCycles(walk: Cycle): readonly Cycle[] {
  const cycles: Cycle[] = [];
  const stack: number[] = [];
  const place = new Map<number, number>();
  for (const vertex of walk) {
    const known = place.get(vertex);
    if (known !== undefined) {
      const cycle = stack.splice(known);
      cycles.push(cycle);
      for (const member of cycle) {
        place.delete(member);
      }
    }
    place.set(vertex, stack.length);
    stack.push(vertex);
  }
  cycles.push(stack);
  return cycles;
}

/** Tries the simple paths that close each anchor, deepening from short to long so that the first find is shortest. */
export function trySimplePaths(
  pairs: DirectedGraph,
  anchors: readonly AntiDependency[],
  budget: SearchBudget,
  accepts: (cycle: Cycle) => boolean,
): Cycle | null {
  for (let depth = 3; depth <= pairs.size / 2 && budget.left >= 0; depth++) {
    for (const { reader, writer } of anchors) {
      const cycle = simplePath(pairs, budget, writer * 2 + 1, reader * 2, depth, accepts);
      if (cycle !== null) {
        return cycle;
      }
    }
  }
  return null;
}

function simplePath(
  pairs: DirectedGraph,
  budget: SearchBudget,
  from: number,
  to: number,
  depth: number,
  accepts: (cycle: Cycle) => boolean,
): Cycle | null {
  const path = [from];
  const edges = [at(pairs.start, from)];
  const used = new Set([from >> 1]);
  while (path.length > 0 && budget.left >= 0) {
    const last = path.length - 1;
    const pair = path[last] ?? 0;
    const edge = edges[last] ?? 0;
    if (edge >= at(pairs.start, pair + 1) || path.length >= depth) {
      path.pop();
      edges.pop();
      used.delete(pair >> 1);
      continue;
    }
    edges[last] = edge + 1;
    budget.left -= 1;
    const other = at(pairs.target, edge);
    if (other === to && path.length === depth - 1) {
      const cycle = [...path, other].map((state) => state >> 1);
      if (accepts(cycle)) {
        return cycle;
      }
    } else if (!used.has(other >> 1) && other >> 1 !== to >> 1) {
      path.push(other);
      edges.push(at(pairs.start, other));
      used.add(other >> 1);
    }
  }
  return null;
}
