import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { impliedAnomalies } from "../model/anomalies.ts";
import { findCycles, kindOf } from "./cycle-kinds.ts";
import { type DirectedGraph, GraphBuilder, relationsBetween } from "./directed-graph.ts";
import { PROCESS, REALTIME, RW, WR, WW } from "./relation.ts";

const PRECEDENCE = [WW, WR, RW, PROCESS, REALTIME];
const BUDGET = 100_000;

type Edge = readonly [from: number, to: number, relation: number];

function graphOf(size: number, edges: readonly Edge[]): DirectedGraph {
  const builder = new GraphBuilder(size);
  for (const [from, to, relation] of edges) {
    builder.link(from, to, relation);
  }
  return builder.build();
}

describe("a cycle is named by its relations", () => {
  test.each([
    ["G0", [WW, WW]],
    ["G1c", [WW, WR]],
    ["G-single-item", [WW, RW, WR]],
    ["G-nonadjacent-item", [RW, WW, RW, WR]],
    ["G2-item", [RW, RW]],
    ["G2-item", [RW, WW, RW]],
    ["G0-process", [WW, PROCESS]],
    ["G1c-realtime", [WR, REALTIME, PROCESS]],
    ["G-single-item-realtime", [RW, REALTIME]],
  ])("%s", (kind, relations) => {
    expect(kindOf(relations)).toBe(kind);
  });
});

/** All simple cycles of a graph, each once, by trying all paths: fit for a handful of vertices. */
function allCycles(graph: DirectedGraph): readonly (readonly number[])[] {
  const cycles: number[][] = [];
  const extend = (path: readonly number[]): void => {
    const [first = 0] = path;
    const last = path[path.length - 1] ?? 0;
    for (let next = first; next < graph.size; next++) {
      if (relationsBetween(graph, last, next) === 0) {
        continue;
      }
      if (next === first) {
        cycles.push([...path]);
      } else if (!path.includes(next)) {
        extend([...path, next]);
      }
    }
  };
  for (let vertex = 0; vertex < graph.size; vertex++) {
    extend([vertex]);
  }
  return cycles;
}

function relationsOf(graph: DirectedGraph, cycle: readonly number[]): readonly number[] {
  return cycle.map((vertex, i) => relationsBetween(graph, vertex, cycle[(i + 1) % cycle.length] ?? vertex));
}

const ORDER = ["", "-process", "-realtime"].flatMap((suffix) =>
  ["G0", "G1c", "G-single-item", "G-nonadjacent-item", "G2-item"].map((kind) => kind + suffix),
);

/** What a search from the worst kind to the mildest must report of one component: what does not follow from worse. */
function expectedKinds(kinds: ReadonlySet<string>): readonly string[] {
  const reported: string[] = [];
  for (const kind of ORDER) {
    if (kinds.has(kind) && !impliedAnomalies(reported).has(kind)) {
      reported.push(kind);
    }
  }
  return reported;
}

/** Relations of one history: the order of sessions and that of the clock are not in one graph. */
const relations = fc
  .constantFrom(PROCESS, REALTIME)
  .map((order) => fc.constantFrom(WW, WR, RW, RW, order, order));

/** A ring through all vertices makes one component, so that its kinds are those of the whole graph. */
const ringed = relations
  .chain((relation) =>
    fc.tuple(
      fc.integer({ min: 2, max: 6 }),
      fc.array(relation, { minLength: 6, maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(5), fc.nat(5), relation), { maxLength: 6 }),
    ),
  )
  .map(([size, ring, chords]): { size: number; edges: readonly Edge[] } => {
    const edges = new Map<string, Edge>();
    for (const [from, to, relation] of chords) {
      edges.set(`${from % size}-${to % size}`, [from % size, to % size, relation]);
    }
    for (let vertex = 0; vertex < size; vertex++) {
      const next = (vertex + 1) % size;
      edges.set(`${vertex}-${next}`, [vertex, next, ring[vertex] ?? WW]);
    }
    return { size, edges: [...edges.values()] };
  })
  // Sessions and the clock are orders: of them alone there is no cycle in any history.
  .filter(({ size, edges }) =>
    allCycles(graphOf(size, edges)).every((cycle) =>
      relationsOf(graphOf(size, edges), cycle).some((relation) => (relation & (WW | WR | RW)) !== 0),
    ),
  );

test("the kinds found are those of all simple cycles, and each witness is a shortest one", () => {
  fc.assert(
    fc.property(ringed, ({ size, edges }) => {
      const graph = graphOf(size, edges);
      const cycles = allCycles(graph).map((cycle) => ({ cycle, kind: kindOf(relationsOf(graph, cycle)) }));
      const expected = expectedKinds(new Set(cycles.map(({ kind }) => kind)));
      const found = findCycles(graph, PRECEDENCE, BUDGET);
      expect(found.undecided).toStrictEqual([]);
      expect(found.cycles.map(({ kind }) => kind).sort()).toStrictEqual([...expected].sort());
      for (const { kind, vertices } of found.cycles) {
        expect(new Set(vertices).size).toBe(vertices.length);
        expect(kindOf(relationsOf(graph, vertices))).toBe(kind);
        const lengths = cycles.filter((one) => one.kind === kind).map(({ cycle }) => cycle.length);
        expect(vertices.length).toBe(Math.min(...lengths));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("an order of a hundred thousand transactions does not overflow, and its one cycle is found", () => {
  const size = 100_000;
  const chain = Array.from({ length: size }, (_, i): Edge => [i, (i + 1) % size, WW]);
  const { cycles } = findCycles(graphOf(size, chain), PRECEDENCE, BUDGET);
  expect(cycles).toHaveLength(1);
  expect(cycles[0]).toMatchObject({ kind: "G0", vertices: { length: size } });
});

test("a cycle of overwrites that are explained as reads is known to break read-uncommitted", () => {
  const edges: readonly Edge[] = [
    [0, 1, WW],
    [0, 1, WR],
    [1, 0, WW],
    [1, 0, WR],
  ];
  const { cycles, unshown } = findCycles(graphOf(2, edges), [WR, WW, RW], BUDGET);
  expect(cycles.map(({ kind }) => kind)).toStrictEqual(["G1c"]);
  expect(unshown).toStrictEqual([
    { kind: "PL-1-cycle-exists", model: "read-uncommitted", relations: WW, vertices: [0, 1] },
  ]);
});

test("a search that may look at nothing says that it did not decide", () => {
  // Whether the writer's path leads back to the reader takes a look at its edges.
  const edges: readonly Edge[] = [
    [0, 1, RW],
    [1, 2, WW],
    [2, 0, WW],
  ];
  expect(findCycles(graphOf(3, edges), PRECEDENCE, 0).undecided).toContainEqual({
    kind: "G-single-item",
    componentSize: 3,
  });
});
