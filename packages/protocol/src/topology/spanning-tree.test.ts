import * as fc from "fast-check";
import { expect, test } from "vitest";
import { layOut, type Topology } from "./layout.ts";
import { neighbours } from "./neighbours.ts";
import { spanningTree } from "./spanning-tree.ts";

test("of a grid, from a corner", () => {
  const tree = spanningTree(layOut("grid", ["a", "b", "c", "d"]), "a");
  expect(tree.nodes).toEqual(["a", "c", "b", "d"]);
  expect(tree.children("a")).toEqual(["c", "b"]);
  expect(tree.children("c")).toEqual(["d"]);
  expect(tree.children("b")).toEqual([]);
  expect(tree.parent("d")).toBe("c");
  expect(tree.parent("a")).toBeUndefined();
  expect(tree.depth("d")).toBe(2);
});

test("leaves out what the root cannot reach", () => {
  const tree = spanningTree({ a: ["b"], b: ["a"], c: [] }, "a");
  expect(tree.nodes).toEqual(["a", "b"]);
  expect(tree.parent("c")).toBeUndefined();
  expect(tree.depth("c")).toBeUndefined();
  expect(tree.children("c")).toEqual([]);
});

test("of a root that the topology does not know is that root alone", () => {
  expect(spanningTree({}, "constructor").nodes).toEqual(["constructor"]);
});

/** Distances from `root` by relaxing every link until nothing changes (Bellman and Ford): slow, and plainly right. */
function distances(topology: Topology, root: string): Map<string, number> {
  const found = new Map([[root, 0]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [node, distance] of [...found]) {
      for (const neighbour of neighbours(topology, node)) {
        if (distance + 1 < (found.get(neighbour) ?? Number.POSITIVE_INFINITY)) {
          found.set(neighbour, distance + 1);
          changed = true;
        }
      }
    }
  }
  return found;
}

const graphs: fc.Arbitrary<Topology> = fc
  .array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 40 })
  .map((pairs) => {
    const topology: { [node: string]: string[] } = {};
    for (const [from, to] of pairs) topology[`n${from}`] = [...(topology[`n${from}`] ?? []), `n${to}`];
    return topology;
  });

test("reaches every node within reach once, over links that exist, by a shortest path", () => {
  fc.assert(
    fc.property(graphs, (topology) => {
      const tree = spanningTree(topology, "n0");
      const shortest = distances(topology, "n0");
      expect(new Set(tree.nodes)).toEqual(new Set(shortest.keys()));
      expect(tree.nodes.length).toBe(shortest.size);
      for (const node of tree.nodes) {
        expect(tree.depth(node)).toBe(shortest.get(node));
        const parent = tree.parent(node);
        if (node === "n0") {
          expect(parent).toBeUndefined();
        } else {
          expect(neighbours(topology, parent ?? "")).toContain(node);
          expect(tree.children(parent ?? "")).toContain(node);
          expect(tree.depth(parent ?? "")).toBe((tree.depth(node) ?? 0) - 1);
        }
      }
      expect(tree.nodes.flatMap((node) => tree.children(node))).toHaveLength(tree.nodes.length - 1);
    }),
  );
});
