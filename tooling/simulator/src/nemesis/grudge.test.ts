import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../random/random.ts";
import { drawGrudge, type Grudge, PARTITION_KINDS, type PartitionKind } from "./grudge.ts";

const nodesOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);

/** Checks `property` for each cluster from 1 to 25 nodes and a handful of seeds. */
function forEachGrudge(kind: PartitionKind, property: (grudge: Grudge, nodes: readonly string[]) => void) {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 25 }), fc.maxSafeInteger(), (count, seed) => {
      const nodes = nodesOf(count);
      property(drawGrudge(kind, nodes, Random.fromSeed(seed)), nodes);
    }),
    { numRuns: 300 },
  );
}

const drops = (grudge: Grudge, receiver: string, source: string): boolean =>
  grudge.get(receiver)?.has(source) === true;

const cuts = (grudge: Grudge): number => [...grudge.values()].reduce((sum, sources) => sum + sources.size, 0);

function expectSymmetric(grudge: Grudge, nodes: readonly string[]) {
  for (const a of nodes) for (const b of nodes) expect(drops(grudge, a, b)).toBe(drops(grudge, b, a));
}

/** Two sides, one of `size` nodes: each node drops exactly the other side. */
function expectSplit(grudge: Grudge, nodes: readonly string[], size: number) {
  const sides = new Map<string, string[]>();
  for (const node of nodes) {
    const key = [...(grudge.get(node) ?? [])].sort().join();
    sides.set(key, [...(sides.get(key) ?? []), node]);
  }
  const expected = size === 0 || size === nodes.length ? [nodes.length] : [size, nodes.length - size];
  expect([...sides.values()].map((side) => side.length).sort()).toEqual([...expected].sort());
  for (const [dropped, side] of sides) {
    expect(side.some((node) => dropped.split(",").includes(node))).toBe(false);
  }
  expectSymmetric(grudge, nodes);
}

describe.each(PARTITION_KINDS)("%s", (kind) => {
  test("says of every node whom it drops, never itself and nobody outside the cluster", () => {
    forEachGrudge(kind, (grudge, nodes) => {
      expect([...grudge.keys()].sort()).toEqual([...nodes].sort());
      for (const [receiver, sources] of grudge) {
        expect(sources.has(receiver)).toBe(false);
        for (const source of sources) expect(nodes).toContain(source);
      }
    });
  });

  test("cuts nothing in a cluster of one", () => {
    expect(cuts(drawGrudge(kind, ["n0"], Random.fromSeed(1)))).toBe(0);
  });

  test("is drawn, not fixed: another seed isolates others", () => {
    const nodes = nodesOf(5);
    const drawn = new Set(
      Array.from({ length: 20 }, (_, seed) => {
        const grudge = drawGrudge(kind, nodes, Random.fromSeed(seed));
        return nodes.map((node) => [...(grudge.get(node) ?? [])].sort().join()).join(";");
      }),
    );
    expect(drawn.size).toBeGreaterThan(3);
  });
});

test("one: a single node against all others", () => {
  forEachGrudge("one", (grudge, nodes) => expectSplit(grudge, nodes, 1));
});

test("majority: the smaller half, rounded down, against the rest", () => {
  forEachGrudge("majority", (grudge, nodes) => expectSplit(grudge, nodes, Math.floor(nodes.length / 2)));
});

test("minority-third: less than a third against the rest, and nobody in a cluster of three or fewer", () => {
  forEachGrudge("minority-third", (grudge, nodes) => {
    expectSplit(grudge, nodes, Math.floor((nodes.length - 1) / 3));
    if (nodes.length <= 3) expect(cuts(grudge)).toBe(0);
  });
});

describe("majorities-ring", () => {
  const heardBy = (grudge: Grudge, nodes: readonly string[], node: string): string[] =>
    nodes.filter((source) => !drops(grudge, node, source));

  test("lets every node hear a majority, and up to five nodes exactly the smallest one", () => {
    forEachGrudge("majorities-ring", (grudge, nodes) => {
      const majority = Math.floor(nodes.length / 2) + 1;
      for (const node of nodes) {
        const heard = heardBy(grudge, nodes, node).length;
        expect(heard).toBeGreaterThanOrEqual(majority);
        if (nodes.length <= 5) expect(heard).toBe(majority);
        // Degrees stay even: with an odd number of ends to link, one node gets one link too many.
        else expect(heard).toBeLessThanOrEqual(majority + 1);
      }
    });
  });

  test("shows no two nodes of three or five the same majority", () => {
    fc.assert(
      fc.property(fc.constantFrom(3, 5), fc.maxSafeInteger(), (count, seed) => {
        const nodes = nodesOf(count);
        const grudge = drawGrudge("majorities-ring", nodes, Random.fromSeed(seed));
        const views = nodes.map((node) => heardBy(grudge, nodes, node).join());
        expect(new Set(views).size).toBe(count);
      }),
    );
  });

  test("cuts both ways, except with three nodes, where every link works one way only", () => {
    forEachGrudge("majorities-ring", (grudge, nodes) => {
      if (nodes.length !== 3) return expectSymmetric(grudge, nodes);
      for (const a of nodes) {
        for (const b of nodes) if (a !== b) expect(drops(grudge, a, b)).toBe(!drops(grudge, b, a));
      }
    });
  });

  test("with five nodes, leaves each node itself and its two neighbours on one ring", () => {
    const nodes = nodesOf(5);
    const grudge = drawGrudge("majorities-ring", nodes, Random.fromSeed(9));
    const ring = ["n0"];
    for (let node: string | undefined = "n0"; node !== undefined; ) {
      node = heardBy(grudge, nodes, node).find((other) => !ring.includes(other));
      if (node !== undefined) ring.push(node);
    }
    expect([...ring].sort()).toEqual(nodes);
    expect(heardBy(grudge, nodes, "n0")).toContain(ring.at(-1));
  });

  test("is a no-op with two nodes", () => {
    expect(cuts(drawGrudge("majorities-ring", nodesOf(2), Random.fromSeed(1)))).toBe(0);
  });
});
