import * as fc from "fast-check";
import { expect, test } from "vitest";
import { deepest, isTooDeep } from "./nesting.ts";

/** A value within so many lists and objects, which `wraps` alternates in any order. */
function within(wraps: readonly boolean[], value: unknown): unknown {
  return wraps.reduce<unknown>((inner, isList) => (isList ? [1, inner] : { other: null, inner }), value);
}

const levels = (count: number) => fc.array(fc.boolean(), { minLength: count, maxLength: count });

test("lists and objects count alike, and one more than the limit is too deep", () => {
  fc.assert(
    fc.property(levels(deepest), fc.constantFrom(null, "x", 7, true), (wraps, leaf) => {
      expect(isTooDeep(within(wraps, leaf))).toBe(false);
      expect(isTooDeep(within(wraps, []))).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("what lies side by side is not deep", () => {
  expect(isTooDeep(Array.from({ length: 10_000 }, () => [{}, []]))).toBe(false);
});

test("a value of any depth is looked at", () => {
  expect(isTooDeep(JSON.parse("[".repeat(50_000) + "]".repeat(50_000)))).toBe(true);
});
