import { layOut, layouts } from "@gossip-glomers/protocol/topology";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Overlay, star, tree } from "./overlay.ts";

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);

const overlays: fc.Arbitrary<{ overlay: Overlay; nodes: string[] }> = fc
  .record({ count: fc.integer({ min: 1, max: 30 }), layout: fc.option(fc.constantFrom(...layouts)) })
  .map(({ count, layout }) => {
    const nodes = ids(count);
    return { nodes, overlay: layout === null ? star(nodes) : tree(nodes, layOut(layout, nodes)) };
  });

test("candidates come before their node in one order of all; only the first node has none", () => {
  fc.assert(
    fc.property(overlays, ({ overlay, nodes }) => {
      expect(new Set(nodes.map((node) => overlay.rank(node))).size).toBe(nodes.length);
      for (const node of nodes) {
        const candidates = overlay.candidates(node);
        expect(candidates.length).toBe(overlay.rank(node));
        expect(new Set(candidates).size).toBe(candidates.length);
        for (const other of candidates) expect(overlay.rank(other)).toBeLessThan(overlay.rank(node));
      }
    }),
  );
});

test("in a tree the best candidate is the neighbour that is nearest to the root", () => {
  const nodes = ids(25);
  const overlay = tree(nodes, layOut("tree4", nodes));
  expect(overlay.candidates("n7")[0]).toBe("n1");
  expect(overlay.candidates("n24")[0]).toBe("n5");
});

test("what a topology does not connect, names that it does not know, and an empty one are no obstacle", () => {
  const overlay = tree(["n0", "n1", "n2"], { n0: ["stranger", "n2"] });
  expect(overlay.candidates("n1")).toEqual(["n0", "n2"]);
  expect(overlay.candidates("n2")).toEqual(["n0"]);
  expect(tree(["n0", "n1"], {}).candidates("n1")).toEqual(["n0"]);
});
