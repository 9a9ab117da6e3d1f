/**
 * Searches for cycles by breadth, within one strongly connected component.
 *
 * Each search answers with the vertices of a simple cycle, in order, or with null where there is none. Finding the
 * shortest cycle of a directed graph takes vertices times edges, and whether a simple cycle runs through two given
 * edges is NP-complete (Fortune, Hopcroft & Wyllie 1980), so the searches share a budget of edges to look at. When it
 * is spent, the best cycle so far is the answer, and `exhausted` says that a null is no proof.
 */
import { stronglyConnected } from "./components.ts";
import { at, type DirectedGraph, projected } from "./directed-graph.ts";
import { type AntiDependency, type Cycle, pairGraph, simpleCycles, trySimplePaths } from "./pair-graph.ts";
import { RW } from "./relation.ts";
import type { SearchBudget } from "./search-budget.ts";

export class CycleFinder {
  /** Whether a search ended because the budget was spent. */
  exhausted = false;

  private readonly graph: DirectedGraph;
  private readonly parent: Int32Array;
  private readonly seen: Int32Array;
  private round = 0;
  private readonly budget: SearchBudget;

  /**
   * @param graph one component, each edge with the one relation that explains it
   * @param budget how many edges one search may look at
   */
  constructor(graph: DirectedGraph, budget: number) {
    this.graph = graph;
    this.budget = { left: 0, whole: budget };
    // Two states per vertex: nonadjacent() needs to know how a vertex was reached.
    this.parent = new Int32Array(graph.size * 2);
    this.seen = new Int32Array(graph.size * 2);
  }

  /** A shortest cycle of edges with one of `relations`. One is found whenever there is one. */
  shortest(relations: number): Cycle | null {
    const graph = projected(this.graph, relations);
    const components = stronglyConnected(graph, relations);
    const sizes = new Int32Array(components.count);
    for (const component of components.of) {
      sizes[component] = at(sizes, component) + 1;
    }
    this.begin();
    let best: Cycle | null = null;
    for (let vertex = 0; vertex < this.graph.size; vertex++) {
      if (at(sizes, at(components.of, vertex)) < 2) {
        continue;
      }
      // Every vertex of such a component is on a cycle, so the first search succeeds whatever the budget says.
      best = this.path(graph, vertex, vertex, limitOf(best), best !== null) ?? best;
      if (best !== null && (best.length === 2 || this.spent())) {
        break;
      }
    }
    return best;
  }

  /**
   * A shortest cycle with exactly one anti-dependency, the rest in `relations`.
   *
   * Most anti-dependencies are ruled out without a search: the way back from the writer to the reader must not go
   * against the topological order of the components that `relations` make.
   */
  singleAntiDependency(relations: number): Cycle | null {
    const graph = projected(this.graph, relations);
    const { of } = stronglyConnected(graph, relations);
    const candidates = this.antiDependencies().filter(
      ({ reader, writer }) => at(of, writer) >= at(of, reader),
    );
    // Those within one component certainly close a cycle: they come first, lest the budget be spent on the others.
    const certain = candidates.filter(({ reader, writer }) => at(of, writer) === at(of, reader));
    const doubtful = candidates.filter(({ reader, writer }) => at(of, writer) > at(of, reader));
    this.begin();
    let best: Cycle | null = null;
    for (const { reader, writer } of [...certain, ...doubtful]) {
      best = this.path(graph, writer, reader, limitOf(best) - 1, true) ?? best;
      if (best?.length === 2) {
        break;
      }
      if (this.spent()) {
        this.exhausted ||= best === null;
        break;
      }
    }
    return best;
  }

  /** A shortest cycle through any anti-dependency, all edges in `relations`. */
  throughAntiDependency(relations: number): Cycle | null {
    const graph = projected(this.graph, relations);
    const { of } = stronglyConnected(graph, relations);
    this.begin();
    let best: Cycle | null = null;
    for (const { reader, writer } of this.antiDependencies()) {
      if (at(of, reader) !== at(of, writer)) {
        continue;
      }
      // Within a component there is a way back, so the first search succeeds whatever the budget says.
      best = this.path(graph, writer, reader, limitOf(best) - 1, best !== null) ?? best;
      if (best !== null && (best.length === 2 || this.spent())) {
        break;
      }
    }
    return best;
  }

  /**
   * A shortest cycle with two or more anti-dependencies, no two of them adjacent, the rest in `relations`.
   *
   * Walks the graph of pairs (vertex, was it reached by an anti-dependency?), in which an anti-dependency leaves only
   * from "no". An anti-dependency is on such a closed walk exactly when it lies within a component of that graph. The
   * shortest walk is a simple cycle where every cycle of the component has two; where it is not, it falls into cycles
   * of which one may do, and failing that the simple cycles are tried one after the other.
   *
   * @param accepts whether a simple cycle is of the kind sought
   */
  nonadjacentAntiDependencies(relations: number, accepts: (cycle: Cycle) => boolean): Cycle | null {
    const pairs = pairGraph(this.graph, relations);
    const { of } = stronglyConnected(pairs, 1);
    const anchors = this.antiDependencies().filter(
      ({ reader, writer }) => at(of, reader * 2) === at(of, writer * 2 + 1),
    );
    this.begin();
    let best: Cycle | null = null;
    for (const { reader, writer } of anchors) {
      const walk = this.pairPath(pairs, writer * 2 + 1, reader * 2);
      for (const cycle of walk === null ? [] : simpleCycles(walk)) {
        if ((best === null || cycle.length < best.length) && accepts(cycle)) {
          best = cycle;
        }
      }
      // Two anti-dependencies apart from each other make four edges.
      if (best?.length === 4 || this.spent()) {
        break;
      }
    }
    if (best === null && anchors.length > 0) {
      best = trySimplePaths(pairs, anchors, this.budget, accepts);
      this.exhausted ||= best === null && this.spent();
    }
    return best;
  }

  /** All edges that are explained as anti-dependencies. */
  private antiDependencies(): readonly AntiDependency[] {
    const { size, start, target, relations } = this.graph;
    const found: AntiDependency[] = [];
    for (let reader = 0; reader < size; reader++) {
      for (let edge = at(start, reader); edge < at(start, reader + 1); edge++) {
        if (at(relations, edge) === RW) {
          found.push({ reader, writer: at(target, edge) });
        }
      }
    }
    return found;
  }

  private begin(): void {
    this.budget.left = this.budget.whole;
  }

  private spent(): boolean {
    return this.budget.left < 0;
  }

  /** The shortest way from `from` to `to`, by one edge or more and fewer than `limit`; `to` is left out if equal. */
  private path(graph: DirectedGraph, from: number, to: number, limit: number, frugal: boolean): Cycle | null {
    const { start, target } = graph;
    this.round += 1;
    const { round, seen, parent } = this;
    seen[from] = round;
    parent[from] = -1;
    let shell = [from];
    for (let length = 1; shell.length > 0 && length < limit; length++) {
      const next: number[] = [];
      for (const vertex of shell) {
        this.budget.left -= at(start, vertex + 1) - at(start, vertex);
        if (frugal && this.spent()) {
          return null;
        }
        for (let edge = at(start, vertex); edge < at(start, vertex + 1); edge++) {
          const other = at(target, edge);
          if (other === to) {
            const way = traced(parent, vertex);
            return from === to ? way : [...way, to];
          }
          if (at(seen, other) !== round) {
            seen[other] = round;
            parent[other] = vertex;
            next.push(other);
          }
        }
      }
      shell = next;
    }
    return null;
  }

  /** The shortest walk between two pairs, as vertices. */
  private pairPath(pairs: DirectedGraph, from: number, to: number): Cycle | null {
    this.round += 1;
    const { round, seen, parent } = this;
    seen[from] = round;
    parent[from] = -1;
    const queue = [from];
    for (const pair of queue) {
      if (pair === to) {
        return traced(parent, pair).map((state) => state >> 1);
      }
      this.budget.left -= at(pairs.start, pair + 1) - at(pairs.start, pair);
      if (this.spent()) {
        return null;
      }
      for (let edge = at(pairs.start, pair); edge < at(pairs.start, pair + 1); edge++) {
        const other = at(pairs.target, edge);
        if (at(seen, other) !== round) {
          seen[other] = round;
          parent[other] = pair;
          queue.push(other);
        }
      }
    }
    return null;
  }
}

/** How many vertices the best cycle has; a better one has fewer. */
function limitOf(best: Cycle | null): number {
  return best === null ? Number.POSITIVE_INFINITY : best.length;
}

function traced(parent: Int32Array, end: number): number[] {
  const way: number[] = [];
  for (let vertex = end; vertex >= 0; vertex = at(parent, vertex)) {
    way.push(vertex);
  }
  return way.reverse();
}
