import fc from "fast-check";
import { expect, test } from "vitest";
import { identityOf } from "./key-identity.ts";

/** Any JSON as it comes off the wire. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));

test("two keys share an identity exactly if they are the same JSON", () => {
  const same = (a: unknown, b: unknown): boolean => {
    try {
      expect(a).toEqual(b);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(identityOf(a) === identityOf(b)).toBe(same(a, b));
      expect(identityOf(structuredClone(a))).toBe(identityOf(a));
    }),
  );
});

test.each([
  [1, "1"],
  [null, "null"],
  [true, "true"],
  ["", " "],
  ["a/b", "a//b"],
  ["__proto__", "constructor"],
  ["é", "e\u0301"],
  [[1], "[1]"],
  [[1, 2], [12]],
  [{ a: 1 }, '{"a":1}'],
])("%j and %j are two keys", (a, b) => {
  expect(identityOf(a)).not.toBe(identityOf(b));
});

test("the order of an object's fields does not matter", () => {
  expect(identityOf({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(identityOf({ b: [2, { d: 4, c: 3 }], a: 1 }));
});
