import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Overlay, overlayOf } from "./overlay.ts";

function overlays(nodes: number, meshUpTo: number): ReadonlyMap<string, Overlay> {
  const nodeIds = Array.from({ length: nodes }, (_, index) => `n${index}`);
  return new Map(nodeIds.map((id) => [id, overlayOf(nodeIds, id, meshUpTo)]));
}

/** All nodes that are behind `id`, seen from `from`. */
function behind(all: ReadonlyMap<string, Overlay>, id: string, from: string): readonly string[] {
  const further = all.get(id)?.neighbours.filter((neighbour) => neighbour.id !== from) ?? [];
  return [id, ...further.flatMap((neighbour) => behind(all, neighbour.id, id))];
}

describe("more nodes than form a mesh form a tree", () => {
  test("in which each node is spoken for by one neighbour, and each neighbour knows for how many it speaks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 120 }), (nodes) => {
        const all = overlays(nodes, 1);
        for (const [id, { isTree, neighbours }] of all) {
          expect(isTree).toBe(true);
          const sides = neighbours.map((neighbour) => behind(all, neighbour.id, id));
          expect(new Set([id, ...sides.flat()])).toEqual(new Set(all.keys()));
          expect(sides.flat().length).toBe(nodes - 1);
          expect(neighbours.map(({ speaksFor }) => speaksFor)).toEqual(sides.map(({ length }) => length));
        }
      }),
      { numRuns: 40 },
    );
  });

  test("of two levels, in which no node has many neighbours", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_200 }), (nodes) => {
        const all = overlays(nodes, 1);
        let roots = 0;
        for (const [id, { neighbours }] of all) {
          expect(neighbours.length).toBeLessThanOrEqual(Math.ceil(Math.sqrt(nodes)) + 1);
          const above = neighbours.filter(({ isAbove }) => isAbove);
          if (above.length === 0) roots += 1;
          for (const neighbour of above) {
            expect(all.get(neighbour.id)?.neighbours).toContainEqual(
              expect.objectContaining({ id, isAbove: false }),
            );
            const second = all.get(neighbour.id)?.neighbours.find(({ isAbove }) => isAbove);
            if (second !== undefined)
              expect(all.get(second.id)?.neighbours.every(({ isAbove }) => !isAbove)).toBe(true);
          }
        }
        expect(roots).toBe(1);
      }),
      { numRuns: 20 },
    );
  });
});

test("as many as form a mesh all speak to each other, each for itself", () => {
  for (const [id, { isTree, neighbours }] of overlays(8, 8)) {
    expect(isTree).toBe(false);
    expect(neighbours.map((neighbour) => neighbour.id)).toEqual(
      [...overlays(8, 8).keys()].filter((other) => other !== id),
    );
    expect(neighbours.every(({ speaksFor }) => speaksFor === 1)).toBe(true);
  }
});
