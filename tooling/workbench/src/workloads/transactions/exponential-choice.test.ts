import { Random } from "@gossip-glomers/simulator";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exponentialIndex } from "./exponential-choice.ts";

test.each([1, 2, 3, 10])("of %i, each comes twice as often as the one before it", (count) => {
  const random = Random.fromSeed(count);
  const draws = 40_000;
  const times = Array.from({ length: count }, () => 0);
  for (let i = 0; i < draws; i++) {
    const index = exponentialIndex(count, random);
    times[index] = (times[index] ?? 0) + 1;
  }
  for (const [index, observed] of times.entries()) {
    const probability = 2 ** index / (2 ** count - 1);
    // Five standard deviations of a binomial count.
    const tolerance = 5 * Math.sqrt(draws * probability * (1 - probability));
    expect(Math.abs(observed - draws * probability)).toBeLessThanOrEqual(tolerance);
  }
});

test("is an index of any number of keys, also of more than a number has bits for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0 }), (count, seed) => {
      const index = exponentialIndex(count, Random.fromSeed(seed));
      expect(Number.isInteger(index) && index >= 0 && index < count).toBe(true);
    }),
  );
});
