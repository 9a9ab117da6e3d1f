import type { Json } from "@gossip-glomers/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameJson } from "./same-json.ts";

const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)));

test("a value is the same as its copy, whatever the order of its keys", () => {
  const reversed = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, each]) => [name, reversed(each)]),
    );
  };
  fc.assert(fc.property(json, (value) => isSameJson(value, reversed(value))));
});

test.each<readonly [Json, Json]>([
  [1, "1"],
  [null, 0],
  [null, {}],
  [[], {}],
  [[1], [1, 2]],
  [[null], []],
  [{ a: null }, { b: null }],
  [{ a: null }, {}],
  [{ toString: null }, { a: null }],
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }],
])("%j is not %j", (a, b) => {
  expect(isSameJson(a, b)).toBe(false);
  expect(isSameJson(b, a)).toBe(false);
});
