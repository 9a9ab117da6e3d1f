import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOut, layouts, type Topology } from "./layout.ts";
import { neighbours } from "./neighbours.ts";

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`);
}

test("a layout that there is not is named, and those that there are", () => {
  // @ts-expect-error As a program without types may take it from its options.
  expect(() => layOut("ring", ids(3))).toThrow(
    "layOut: there is no layout ring; there are line, grid, tree, tree2",
  );
});

describe("in Maelstrom's order of neighbours", () => {
  test("grid: down, up, right, left", () => {
    const grid = layOut("grid", ids(25));
    expect(grid.n0).toEqual(["n5", "n1"]);
    expect(grid.n12).toEqual(["n17", "n7", "n13", "n11"]);
    expect(grid.n24).toEqual(["n19", "n23"]);
  });

  test("grid: a last row that is short", () => {
    expect(layOut("grid", ids(5))).toEqual({
      n0: ["n3", "n1"],
      n1: ["n4", "n2", "n0"],
      n2: ["n1"],
      n3: ["n0", "n4"],
      n4: ["n1", "n3"],
    });
  });

  test("line: left, right", () => {
    expect(layOut("line", ids(3))).toEqual({ n0: ["n1"], n1: ["n0", "n2"], n2: ["n1"] });
  });

  test("line: a single node has no entry", () => {
    expect(layOut("line", ids(1))).toEqual({});
    expect(layOut("grid", ids(1))).toEqual({ n0: [] });
    expect(layOut("total", ids(1))).toEqual({ n0: [] });
  });

  test("tree: parent, children; tree is tree2", () => {
    const tree = { n0: ["n1", "n2"], n1: ["n0", "n3", "n4"], n2: ["n0"], n3: ["n1"], n4: ["n1"] };
    expect(layOut("tree", ids(5))).toEqual(tree);
    expect(layOut("tree2", ids(5))).toEqual(tree);
    expect(layOut("tree4", ids(7)).n1).toEqual(["n0", "n5", "n6"]);
  });

  test("total: all others", () => {
    expect(layOut("total", ids(3))).toEqual({ n0: ["n1", "n2"], n1: ["n0", "n2"], n2: ["n0", "n1"] });
  });
});

test("nodes may have names that every object knows", () => {
  const topology = layOut("total", ["__proto__", "constructor"]);
  expect(neighbours(topology, "__proto__")).toEqual(["constructor"]);
  expect(neighbours(topology, "constructor")).toEqual(["__proto__"]);
  expect(neighbours(topology, "toString")).toEqual([]);
});

const cases = fc.tuple(fc.constantFrom(...layouts), fc.integer({ min: 0, max: 40 }));

/** Every pair (a, b) of which b is a neighbour of a. */
function links(topology: Topology): string[] {
  return Object.entries(topology).flatMap(([a, others]) => others.map((b) => `${a}-${b}`));
}

test("every link goes both ways, never to a stranger, to oneself or twice", () => {
  fc.assert(
    fc.property(cases, ([layout, count]) => {
      const all = links(layOut(layout, ids(count)));
      expect(new Set(all).size).toBe(all.length);
      for (const link of all) {
        const [a = "", b = ""] = link.split("-");
        expect(a).not.toBe(b);
        expect(all).toContain(`${b}-${a}`);
      }
    }),
  );
});

test("each layout has as many links as its shape says", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
      const size = (layout: (typeof layouts)[number]): number => links(layOut(layout, ids(count))).length;
      for (const tree of ["line", "tree", "tree2", "tree3", "tree4"] as const)
        expect(size(tree)).toBe(2 * (count - 1));
      expect(size("total")).toBe(count * (count - 1));
      const side = Math.ceil(Math.sqrt(count));
      const rows = Math.ceil(count / side);
      expect(size("grid")).toBe(2 * (count - rows + Math.max(0, count - side)));
    }),
  );
});
