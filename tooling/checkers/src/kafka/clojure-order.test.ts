import { expect, test } from "vitest";
import { firstOfHashSet, hashOf, isBeforeInHashMap } from "./clojure-order.ts";

test("hashes are Clojure's", () => {
  // (map hash [0 1 "" "a"])
  expect([0, 1, "", "a"].map(hashOf)).toStrictEqual([0, 1392991556, 0, 1455541201]);
});

test("the order is that of (seq (set (range 10)))", () => {
  const elements = Array.from({ length: 10 }, (_, element) => element);
  elements.sort((a, b) => (isBeforeInHashMap(a, b) ? -1 : 1));
  expect(elements).toStrictEqual([0, 7, 1, 4, 6, 3, 2, 9, 5, 8]);
});

test("the first of a set does not hang on the order in which it was filled", () => {
  expect(firstOfHashSet([15, 16])).toBe(firstOfHashSet([16, 15]));
  expect(firstOfHashSet([])).toBeUndefined();
});
