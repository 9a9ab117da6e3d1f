import fc from "fast-check";
import { expect, test } from "vitest";
import { nextOffset } from "./offset.ts";

const cluster = fc
  .integer({ min: 1, max: 100 })
  .chain((nodes) => fc.record({ nodes: fc.constant(nodes), index: fc.nat({ max: nodes - 1 }) }));

test("an offset is above all that its node knew, by no more than there are nodes to give others, twice over", () => {
  fc.assert(
    fc.property(cluster, fc.integer({ min: -1, max: 2 ** 40 }), ({ nodes, index }, highest) => {
      const offset = nextOffset(highest, index, nodes);
      expect(offset).toBeGreaterThan(highest);
      expect(offset - highest).toBeLessThan(2 * nodes);
    }),
  );
});

test("no two nodes ever give the same offset, whatever they know", () => {
  fc.assert(
    fc.property(cluster, cluster, fc.nat(), fc.nat(), ({ nodes, index }, other, mine, theirs) => {
      const another = other.index % nodes;
      fc.pre(another !== index);
      expect(nextOffset(mine, index, nodes)).not.toBe(nextOffset(theirs, another, nodes));
    }),
  );
});

test("a node that is alone leaves no gaps", () => {
  expect([-1, 0, 1, 2].map((highest) => nextOffset(highest, 0, 1))).toEqual([0, 1, 2, 3]);
});
