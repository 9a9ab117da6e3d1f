import { printExactJson, readExactJson } from "@gossip-glomers/history";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonCopy } from "./json-copy.ts";

const anything = fc.anything({
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
});

test("is what a network reads of what JSON.stringify prints, for whatever a node may put into a body", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anything), (body) => {
      expect(printExactJson(jsonCopy(body))).toBe(JSON.stringify(body));
      expect(jsonCopy(body)).toEqual(readExactJson(JSON.stringify(body)));
    }),
  );
});

test("a number beyond 2^53 is the integer that it is printed as", () => {
  expect(jsonCopy([2 ** 53, -(2 ** 60), 1e21, 0.5])).toEqual([
    9007199254740992n,
    -1152921504606847000n,
    1e21,
    0.5,
  ]);
});

test("keeps a key that is named like the prototype", () => {
  const body = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
  const copied = jsonCopy(body);
  expect(JSON.stringify(copied)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
  expect(copied).not.toHaveProperty("polluted");
});

test("shares no object with the original, at any depth", () => {
  const body = { list: [{ key: [1] }] };
  const copied = jsonCopy(body);
  body.list[0]?.key.push(2);
  body.list.push({ key: [] });
  expect(copied).toEqual({ list: [{ key: [1] }] });
});

test("fails as JSON does for what JSON cannot say", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  expect(() => jsonCopy(circle)).toThrow(/circular/);
  expect(() => jsonCopy({ id: 1n })).toThrow(/BigInt/);
});
