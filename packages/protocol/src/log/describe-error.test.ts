import { expect, test } from "vitest";
import { describeError, textOf } from "./describe-error.ts";

test("an error is described by its stack and those of its causes, anything else as text", () => {
  const error = new Error("no quorum", { cause: new TypeError("no peers", { cause: "a cut" }) });
  const described = describeError(error);
  expect(described).toMatch(/^Error: no quorum\n {4}at /);
  expect(described).toMatch(/\nCaused by: TypeError: no peers\n[\s\S]*\nCaused by: a cut$/);
  expect(describeError(undefined)).toBe("undefined");
  expect([textOf(error), textOf("boom"), textOf(null)]).toEqual(["no quorum", "boom", "null"]);
});

test("an error that is its own cause is described once", () => {
  const error = new Error("round and round");
  error.cause = new Error("inner", { cause: error });
  expect(describeError(error).match(/Error: /g)).toHaveLength(2);
});

const refuses = (): never => {
  throw new Error("no");
};

test.each<[string, unknown]>([
  ["an object without a prototype", Object.create(null)],
  ["an object whose toString throws", { toString: refuses }],
  ["a proxy whose traps throw", new Proxy({}, { get: refuses, has: refuses, getPrototypeOf: refuses })],
  [
    "an error with getters that throw",
    Object.defineProperties(new Error(), { stack: { get: refuses }, message: { get: refuses } }),
  ],
  [
    "an error with symbols for texts",
    Object.assign(new Error(), { stack: Object.create(null), message: Object.create(null) }),
  ],
])("%s can be described", (_what, thrown) => {
  expect(describeError(thrown)).toBe("an object that cannot be written as text");
  expect(textOf(thrown)).toBe("an object that cannot be written as text");
});
