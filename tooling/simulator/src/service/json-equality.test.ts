import type { Json } from "@gossip-glomers/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { areEqual, canonicalText } from "./json-equality.ts";

// As they come over the wire, so that "__proto__" is a key like any other.
const json: fc.Arbitrary<Json> = fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text));

test.each<[Json, Json, boolean]>([
  [1, 1, true],
  [1, "1", false],
  [null, null, true],
  [null, false, false],
  [0, -0, true],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [["a"], { 0: "a" }, false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: null }, { b: null }, false],
  [{ toString: 1 }, { a: 1 }, false],
  [JSON.parse('{"__proto__":1}'), {}, false],
  [JSON.parse('{"__proto__":[1]}'), JSON.parse('{"__proto__":[1]}'), true],
])("%j and %j: equal is %s", (a, b, equal) => {
  expect(areEqual(a, b)).toBe(equal);
  expect(areEqual(b, a)).toBe(equal);
  expect(canonicalText(a) === canonicalText(b)).toBe(equal);
});

test("two values have the same text exactly if they are equal", () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(canonicalText(a) === canonicalText(b)).toBe(areEqual(a, b));
      expect(areEqual(a, JSON.parse(canonicalText(a)))).toBe(true);
    }),
  );
});
