import { type ExactJson, Float, readExactJson } from "@gossip-glomers/history";
import fc from "fast-check";
import { expect, test } from "vitest";
import { areEqual, canonicalText } from "./json-equality.ts";

// As they come over the wire, so that "__proto__" is a key like any other.
const json: fc.Arbitrary<ExactJson> = fc.oneof(
  fc.json({ maxDepth: 2 }).map(readExactJson),
  fc.constantFrom("1", "1.0", "0.0", "-0.0", "9007199254740992", "9007199254740993").map(readExactJson),
);

test.each<[ExactJson, ExactJson, boolean]>([
  [1, 1, true],
  [1, "1", false],
  [1, new Float(1), false],
  [[new Float(1)], [new Float(1)], true],
  [new Float(0), new Float(-0), true],
  [new Float(1), { value: 1 }, false],
  [9007199254740993n, 9007199254740992n, false],
  [{ id: 9007199254740993n }, { id: 9007199254740993n }, true],
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
])("%o and %o: equal is %s", (a, b, equal) => {
  expect(areEqual(a, b)).toBe(equal);
  expect(areEqual(b, a)).toBe(equal);
  expect(canonicalText(a) === canonicalText(b)).toBe(equal);
});

test("two values have the same text exactly if they are equal", () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(canonicalText(a) === canonicalText(b)).toBe(areEqual(a, b));
      expect(areEqual(a, readExactJson(canonicalText(a)))).toBe(true);
    }),
  );
});
