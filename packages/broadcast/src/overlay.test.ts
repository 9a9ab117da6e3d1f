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

test("a hub comes before its node in one order of all; only the first node has none", () => {
  fc.assert(
    fc.property(overlays, ({ overlay, nodes }) => {
      expect([...overlay.order].sort()).toEqual([...nodes].sort());
      for (const [index, node] of overlay.order.entries()) {
        expect(overlay.rank(node)).toBe(index);
        const hub = overlay.hub(node);
        if (index === 0) expect(hub).toBeUndefined();
        else expect(overlay.rank(hub ?? "none")).toBeLessThan(index);
      }
    }),
  );
});

test("in a tree the hub is the neighbour that is nearest to the root", () => {
  const nodes = ids(25);
  const overlay = tree(nodes, layOut("tree4", nodes));
  expect(overlay.hub("n7")).toBe("n1");
  expect(overlay.hub("n24")).toBe("n5");
});

test("what a topology does not connect, names that it does not know, and an empty one are no obstacle", () => {
  const overlay = tree(["n0", "n1", "n2"], { n0: ["stranger", "n2"] });
  expect(overlay.hub("n1")).toBe("n0");
  expect(overlay.hub("n2")).toBe("n0");
  expect(tree(["n0", "n1"], {}).hub("n1")).toBe("n0");
});
