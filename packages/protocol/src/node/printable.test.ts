import * as fc from "fast-check";
import { expect, test } from "vitest";
import { deepest, deepestBetweenNodes, unprintable } from "./printable.ts";

/** A value within so many lists and objects, which `wraps` alternates in any order. */
function within(wraps: readonly boolean[], value: unknown): object {
  return {
    body: wraps.reduce<unknown>((inner, isList) => (isList ? [1, inner] : { other: null, inner }), value),
  };
}

const levels = (count: number) => fc.array(fc.boolean(), { minLength: count, maxLength: count });

test.each([deepest, deepestBetweenNodes])(
  "lists and objects count alike, and one more than the limit of %i is too deep",
  (limit) => {
    fc.assert(
      fc.property(levels(limit - 1), fc.constantFrom(null, "x", 7, true), (wraps, leaf) => {
        expect(unprintable(within(wraps, leaf), limit)).toBeNull();
        expect(unprintable(within(wraps, []), limit)).toContain(`${limit} levels`);
      }),
      { numRuns: 20 },
    );
  },
);

test("what lies side by side is not deep", () => {
  expect(unprintable({ list: Array.from({ length: 10_000 }, () => [{}, []]) }, deepest)).toBeNull();
});

test("a value of any depth is looked at", () => {
  expect(unprintable([JSON.parse("[".repeat(50_000) + "]".repeat(50_000))], deepest)).toContain("levels");
});

test("a number that JSON.stringify would print as null is found wherever it is", () => {
  for (const text of ["1e400", "-1e400", '[["w","x",1e400]]', '{"a":[1,{"b":-1e999}]}']) {
    expect(unprintable({ value: JSON.parse(text) }, deepest)).toContain("1.8e308");
  }
  expect(unprintable({ value: JSON.parse("[1.7e308, -1.7e308, 1e-400, null]") }, deepest)).toBeNull();
});
