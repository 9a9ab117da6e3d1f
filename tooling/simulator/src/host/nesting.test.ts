import fc from "fast-check";
import { expect, test } from "vitest";
import { DEEPEST, isTooDeep } from "./nesting.ts";

const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

test("the limit itself is not too deep, one level more is", () => {
  expect(isTooDeep(nested(DEEPEST))).toBe(false);
  expect(isTooDeep(nested(DEEPEST + 1))).toBe(true);
  expect(isTooDeep('{"a":'.repeat(DEEPEST + 1))).toBe(true);
});

test("what stands side by side is not deep, however much it is", () => {
  expect(isTooDeep(`[${"[],{},".repeat(DEEPEST)}0]`)).toBe(false);
});

test("brackets within strings do not count, whatever else the strings hold", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const string = JSON.stringify(`${text}${"[".repeat(DEEPEST + 1)}${text}`);
      expect(isTooDeep(`[${string},${string}]`)).toBe(false);
      expect(isTooDeep(`[${string},${nested(DEEPEST)}]`)).toBe(true);
    }),
  );
});
