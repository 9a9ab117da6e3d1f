import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../random/random.ts";
import { LATENCY_DISTRIBUTIONS, latencyOf } from "./latency.ts";

const nodes = { src: "n0", dest: "n1" };

function draws(distribution: (typeof LATENCY_DISTRIBUTIONS)[number], mean: number, count: number): number[] {
  const draw = latencyOf({ distribution, mean }, Random.fromSeed(1));
  return Array.from({ length: count }, () => draw(nodes));
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test("every distribution gives whole milliseconds from 0", () => {
  fc.assert(
    fc.property(fc.constantFrom(...LATENCY_DISTRIBUTIONS), fc.nat(1000), (distribution, mean) => {
      for (const draw of draws(distribution, mean, 20)) {
        expect(Number.isInteger(draw) && draw >= 0).toBe(true);
      }
    }),
  );
});

test("constant is its mean", () => {
  expect(new Set(draws("constant", 100, 50))).toEqual(new Set([100]));
});

test("uniform takes every integer below twice its mean, and no other", () => {
  expect(new Set(draws("uniform", 5, 1000))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
});

test("exponential is truncated: its mean is about half a millisecond short, its tail long", () => {
  const values = draws("exponential", 100, 20_000);
  expect(Math.abs(average(values) - 99.5)).toBeLessThan(3);
  expect(Math.max(...values)).toBeGreaterThan(700);
});

describe("who waits", () => {
  const draw = latencyOf({ distribution: "constant", mean: 100 }, Random.fromSeed(1));

  test.each([
    ["c3", "n0", 0],
    ["n0", "c3", 0],
    ["n0", "n1", 100],
    ["n0", "lin-kv", 100],
    ["seq-kv", "n0", 100],
  ])("%s to %s takes %i ms", (src, dest, latency) => {
    expect(draw({ src, dest })).toBe(latency);
  });
});

test("refuses a mean that is no whole number of milliseconds", () => {
  for (const mean of [-1, 0.5, Number.NaN]) {
    expect(() => latencyOf({ distribution: "constant", mean }, Random.fromSeed(1))).toThrow(
      /is no mean latency/,
    );
  }
});
