import fc from "fast-check";
import { expect, test } from "vitest";
import { cyclicComponents, stronglyConnected } from "./components.ts";
import { type DirectedGraph, GraphBuilder, relationsBetween } from "./directed-graph.ts";

const graphs = fc
  .tuple(
    fc.integer({ min: 1, max: 8 }),
    fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.constantFrom(1, 2)), { maxLength: 20 }),
  )
  .map(([size, edges]) => {
    const builder = new GraphBuilder(size);
    for (const [from, to, relation] of edges) {
      builder.link(from % size, to % size, relation);
    }
    return builder.build();
  });

/** Which vertex can be reached from which, by Warshall. */
function reachability(graph: DirectedGraph, relations: number): boolean[][] {
  const vertices = [...Array(graph.size).keys()];
  const reach = vertices.map((a) =>
    vertices.map((b) => a === b || (relationsBetween(graph, a, b) & relations) !== 0),
  );
  for (const via of vertices) {
    for (const from of vertices) {
      for (const to of vertices) {
        if (reach[from]?.[via] === true && reach[via]?.[to] === true) {
          (reach[from] ?? [])[to] = true;
        }
      }
    }
  }
  return reach;
}

test("two vertices are in one component exactly when each can be reached from the other", () => {
  fc.assert(
    fc.property(graphs, fc.constantFrom(1, 2, 3), (graph, relations) => {
      const { of } = stronglyConnected(graph, relations);
      const reach = reachability(graph, relations);
      for (let a = 0; a < graph.size; a++) {
        for (let b = 0; b < graph.size; b++) {
          expect(of[a] === of[b]).toBe(reach[a]?.[b] === true && reach[b]?.[a] === true);
        }
      }
    }),
  );
});

test("components are numbered against the direction of the edges between them", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const { of } = stronglyConnected(graph, 3);
      for (let a = 0; a < graph.size; a++) {
        for (let b = 0; b < graph.size; b++) {
          if (relationsBetween(graph, a, b) !== 0) {
            expect(of[a]).toBeGreaterThanOrEqual(of[b] ?? 0);
          }
        }
      }
    }),
  );
});

test("only components of more than one vertex have cycles", () => {
  const builder = new GraphBuilder(4);
  builder.link(0, 1, 1);
  builder.link(1, 2, 1);
  builder.link(2, 1, 1);
  builder.link(3, 3, 1);
  expect(cyclicComponents(stronglyConnected(builder.build(), 1))).toStrictEqual([Int32Array.of(1, 2)]);
});
