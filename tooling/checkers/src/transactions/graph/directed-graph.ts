/**
 * Directed graphs over the numbers 0..size-1 as compressed rows: the edges of `v` are at start[v]..start[v+1]-1. A
 * history of a hundred thousand transactions has a million edges; as objects they would cost ten times the memory and
 * the time.
 */

import { WR } from "./relation.ts";

export interface DirectedGraph {
  readonly size: number;
  readonly start: Int32Array;
  readonly target: Int32Array;
  /** Per edge, the relations it stands for (relation.ts). */
  readonly relations: Uint8Array;
}

/** What an index beyond the end would give is never asked for; the types cannot know. */
export function at(values: Int32Array | Uint8Array, index: number): number {
  return values[index] ?? 0;
}

/** Collects edges in any order and makes a graph of them. */
export class GraphBuilder {
  /** Vertices that read what they write themselves; see `linkToItself`. */
  readonly selfReaders: Set<number> = new Set();
  private readonly size: number;
  private from: Int32Array = new Int32Array(64);
  private to: Int32Array = new Int32Array(64);
  private relation: Uint8Array = new Uint8Array(64);
  private count = 0;
  private hasSelfLinks = false;

  constructor(size: number) {
    this.size = size;
  }

  /** Whether nothing depends on anything, itself included. */
  get isEmpty(): boolean {
    return this.count === 0 && !this.hasSelfLinks;
  }

  /** Adds an edge. An edge from a vertex to itself says nothing about an order and is left out. */
  link(from: number, to: number, relation: number): void {
    if (from === to) {
      return;
    }
    if (this.count === this.from.length) {
      this.grow();
    }
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.relation[this.count] = relation;
    this.count += 1;
  }

  /**
   * Says that a vertex depends on itself. That is no order, so it is no edge; but to read what one writes is a circle of
   * information flow among others that all depend on each other (cycle-kinds.ts).
   */
  linkToItself(vertex: number, relation: number): void {
    this.hasSelfLinks = true;
    if (relation === WR) {
      this.selfReaders.add(vertex);
    }
  }

  /** The graph of all edges so far, edges between the same two vertices made one. */
  build(): DirectedGraph {
    const { size, from, to, relation, count } = this;
    const row = new Int32Array(size + 1);
    for (let edge = 0; edge < count; edge++) {
      const vertex = at(from, edge);
      row[vertex + 1] = at(row, vertex + 1) + 1;
    }
    for (let vertex = 0; vertex < size; vertex++) {
      row[vertex + 1] = at(row, vertex + 1) + at(row, vertex);
    }
    const fill = row.slice();
    const sorted = new Int32Array(count);
    for (let edge = 0; edge < count; edge++) {
      const vertex = at(from, edge);
      const place = at(fill, vertex);
      fill[vertex] = place + 1;
      sorted[place] = edge;
    }
    return merged(size, row, sorted, to, relation);
  }

  private grow(): void {
    const room = this.count * 2;
    const { from, to, relation } = this;
    this.from = new Int32Array(room);
    this.to = new Int32Array(room);
    this.relation = new Uint8Array(room);
    this.from.set(from);
    this.to.set(to);
    this.relation.set(relation);
  }
}

/** Joins parallel edges: `place` remembers where in the current row a target already stands. */
function merged(
  size: number,
  row: Int32Array,
  sorted: Int32Array,
  to: Int32Array,
  relation: Uint8Array,
): DirectedGraph {
  const start = new Int32Array(size + 1);
  const target = new Int32Array(sorted.length);
  const relations = new Uint8Array(sorted.length);
  const place = new Int32Array(size).fill(-1);
  let count = 0;
  for (let vertex = 0; vertex < size; vertex++) {
    const begin = count;
    for (let i = at(row, vertex); i < at(row, vertex + 1); i++) {
      const edge = at(sorted, i);
      const other = at(to, edge);
      const known = at(place, other);
      // A place before `begin` belongs to another row.
      if (known >= begin) {
        relations[known] = at(relations, known) | at(relation, edge);
      } else {
        place[other] = count;
        target[count] = other;
        relations[count] = at(relation, edge);
        count += 1;
      }
    }
    start[vertex + 1] = count;
  }
  return { size, start, target: target.slice(0, count), relations: relations.slice(0, count) };
}

/** The part of a graph between some of its vertices, which are renumbered in the order given. */
export function subgraph(graph: DirectedGraph, vertices: Int32Array, local: Int32Array): DirectedGraph {
  vertices.forEach((vertex, number) => {
    local[vertex] = number;
  });
  const builder = new GraphBuilder(vertices.length);
  vertices.forEach((vertex, number) => {
    for (let edge = at(graph.start, vertex); edge < at(graph.start, vertex + 1); edge++) {
      const other = at(local, at(graph.target, edge));
      if (other >= 0) {
        builder.link(number, other, at(graph.relations, edge));
      }
    }
  });
  for (const vertex of vertices) {
    local[vertex] = -1;
  }
  return builder.build();
}

/** The edges with one of `relations` alone. */
export function projected(graph: DirectedGraph, relations: number): DirectedGraph {
  const { size } = graph;
  const start = new Int32Array(size + 1);
  const target = new Int32Array(graph.target.length);
  const kept = new Uint8Array(graph.target.length);
  let count = 0;
  for (let vertex = 0; vertex < size; vertex++) {
    for (let edge = at(graph.start, vertex); edge < at(graph.start, vertex + 1); edge++) {
      if ((at(graph.relations, edge) & relations) !== 0) {
        target[count] = at(graph.target, edge);
        kept[count] = at(graph.relations, edge);
        count += 1;
      }
    }
    start[vertex + 1] = count;
  }
  return { size, start, target: target.slice(0, count), relations: kept.slice(0, count) };
}

/** The relations of the edge from `a` to `b`; 0 where there is none. */
export function relationsBetween(graph: DirectedGraph, a: number, b: number): number {
  for (let edge = at(graph.start, a); edge < at(graph.start, a + 1); edge++) {
    if (at(graph.target, edge) === b) {
      return at(graph.relations, edge);
    }
  }
  return 0;
}
