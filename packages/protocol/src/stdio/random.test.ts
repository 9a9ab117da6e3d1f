import { expect, test } from "vitest";
import { systemRandom } from "./random.ts";

test("numbers lie in [0, 1), differ, and spread over it", () => {
  const random = systemRandom();
  const numbers = Array.from({ length: 10_000 }, random);
  for (const number of numbers) expect(number >= 0 && number < 1).toBe(true);
  expect(new Set(numbers).size).toBe(numbers.length);
  // A tenth of them fall below 0.1, with a standard deviation of 30; ten of those are never seen.
  const few = numbers.filter((number) => number < 0.1).length;
  expect(Math.abs(few - 1000)).toBeLessThan(300);
});

test("numbers have 53 bits", () => {
  const random = systemRandom();
  const last = Array.from({ length: 100 }, () => (random() * 2 ** 53) % 2);
  expect(new Set(last)).toEqual(new Set([0, 1]));
});
