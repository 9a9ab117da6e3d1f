import * as fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "./seeded-random.ts";

function draws(seed: number, count: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
}

test("a seed decides all numbers, and another seed makes others", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (a, b) => {
      expect(draws(a, 20)).toEqual(draws(a, 20));
      for (const number of draws(a, 20)) expect(number >= 0 && number < 1).toBe(true);
      if (a !== b) expect(draws(a, 20)).not.toEqual(draws(b, 20));
    }),
  );
});

test("the first numbers of neighbouring seeds spread evenly", () => {
  const first = Array.from({ length: 10_000 }, (_, seed) => draws(seed, 1)[0] ?? 0);
  for (let tenth = 0; tenth < 10; tenth++) {
    // A standard deviation is 30; this seed list is fixed, so the test cannot fail by chance.
    expect(Math.abs(first.filter((number) => Math.floor(number * 10) === tenth).length - 1000)).toBeLessThan(
      150,
    );
  }
});
