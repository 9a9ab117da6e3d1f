import { setImmediate as macroTask } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ForbiddenCallError, forbidGlobals } from "./forbidden-globals.ts";
import { onBehalfOf } from "./node-context.ts";

const calls: readonly (readonly [string, () => unknown])[] = [
  ["Date.now", () => Date.now()],
  ["new Date()", () => new Date()],
  ["Date()", () => Date()],
  ["Math.random", () => Math.random()],
  ["performance.now", () => performance.now()],
  ["setTimeout", () => clearTimeout(setTimeout(() => {}, 0))],
  ["setInterval", () => clearInterval(setInterval(() => {}, 1))],
  ["setImmediate", () => clearImmediate(setImmediate(() => {}))],
  ["crypto.randomUUID", () => crypto.randomUUID()],
  ["crypto.getRandomValues", () => crypto.getRandomValues(new Uint8Array(1))],
];

// Never called by anybody else: it would end the tests.
const ends: readonly (readonly [string, () => unknown])[] = [
  ["process.exit", () => process.exit(0)],
  ["process.abort", () => process.abort()],
];

describe("while globals are forbidden", () => {
  let allow: () => void = () => {};
  beforeEach(() => {
    allow = forbidGlobals();
  });
  afterEach(() => {
    allow();
    // The next test, in the same one, would count as this one's node.
    return macroTask();
  });

  test.each([...calls, ...ends])(
    "%s is refused to a node, with its place and what to do instead",
    (call, use) => {
      const refused = expect(() => onBehalfOf("n3", use));
      refused.toThrow(ForbiddenCallError);
      refused.toThrow(expect.objectContaining({ call, node: "n3" }));
      refused.toThrow(/at src\/host\/in-process\/forbidden-globals\.test\.ts:\d+; (take|set|a node) /);
    },
  );

  test.each(calls)("%s works for everybody else", (_, use) => {
    expect(use).not.toThrow();
  });

  test("a node is known behind await, timers and promises", async () => {
    const later = onBehalfOf("n1", async () => {
      await Promise.resolve();
      await null;
      return Date.now();
    });
    await expect(later).rejects.toThrow(/Date\.now was called by n1/);
  });

  test("a node may still reckon with dates that it was given", () => {
    onBehalfOf("n0", () => {
      const date = new Date(0);
      expect(date.toISOString()).toBe("1970-01-01T00:00:00.000Z");
      expect(date).toBeInstanceOf(Date);
      expect(Date.UTC(1970, 0, 1)).toBe(0);
    });
  });
});

test("globals are themselves again when the last user is done, however often each says so", () => {
  const originals = [Date, Date.now, Math.random, performance.now, setTimeout, crypto.randomUUID];
  const owned = Object.getOwnPropertyNames(performance);
  const allowFirst = forbidGlobals();
  const allowSecond = forbidGlobals();
  allowFirst();
  allowFirst();
  expect(() => onBehalfOf("n0", () => Math.random())).toThrow(ForbiddenCallError);
  allowSecond();
  expect([Date, Date.now, Math.random, performance.now, setTimeout, crypto.randomUUID]).toEqual(originals);
  expect(Object.getOwnPropertyNames(performance)).toEqual(owned);
  expect(() => onBehalfOf("n0", () => Math.random())).not.toThrow();
});
