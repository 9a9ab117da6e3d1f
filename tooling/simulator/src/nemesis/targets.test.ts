import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../random/random.ts";
import { drawTargets, TARGETS } from "./targets.ts";

const nodes = fc
  .integer({ min: 1, max: 30 })
  .map((count) => Array.from({ length: count }, (_, i) => `n${i}`));

test("targets are different nodes of the cluster, at least one", () => {
  fc.assert(
    fc.property(nodes, fc.constantFrom(...TARGETS), fc.nat(), (names, target, seed) => {
      const drawn = drawTargets(target, names, Random.fromSeed(seed));
      expect(drawn.length).toBeGreaterThan(0);
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(names).toEqual(expect.arrayContaining([...drawn]));
    }),
  );
});

test.each([
  ["one", 1],
  ["minority-third", 1],
  ["minority", 2],
  ["majority", 3],
  ["all", 5],
] as const)("%s of five is %d", (target, size) => {
  expect(drawTargets(target, ["a", "b", "c", "d", "e"], Random.fromSeed(1))).toHaveLength(size);
});
