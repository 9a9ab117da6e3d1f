import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../random/random.ts";
import { drawOneWayGrudge, ONE_WAY_KINDS } from "./one-way-cutter.ts";

const nodes = fc
  .integer({ min: 1, max: 30 })
  .map((count) => Array.from({ length: count }, (_, i) => `n${i}`));

test("a one-way cut leaves every link that it cuts whole in the other direction", () => {
  fc.assert(
    fc.property(nodes, fc.constantFrom(...ONE_WAY_KINDS), fc.nat(), (names, kind, seed) => {
      const grudge = drawOneWayGrudge(kind, names, Random.fromSeed(seed));
      const links = [...grudge].flatMap(([receiver, sources]) =>
        [...sources].map((source) => ({ receiver, source })),
      );
      expect(links).toHaveLength(names.length === 1 ? 0 : kind === "link" ? 1 : names.length - 1);
      for (const { receiver, source } of links) {
        expect(source).not.toBe(receiver);
        expect(grudge.get(source)?.has(receiver) ?? false).toBe(false);
      }
    }),
  );
});
