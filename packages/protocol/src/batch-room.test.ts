import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BatchRoom } from "./batch-room.ts";
import type { Json } from "./message.ts";

const megabyte = "x".repeat(2 ** 20);

function taken(room: BatchRoom, values: readonly Json[]): number {
  const end = values.findIndex((value) => !room.take(value));
  return end === -1 ? values.length : end;
}

test("short values are counted, long ones are measured", () => {
  expect(taken(new BatchRoom(5), Array(9).fill(1))).toBe(5);
  expect(taken(new BatchRoom(1_000), Array(100).fill(megabyte))).toBe(15);
  expect(taken(new BatchRoom(1_000), Array(100).fill({ deep: [megabyte, { [megabyte]: 1 }] }))).toBe(7);
});

test("a key counts like a value", () => {
  const room = new BatchRoom(1_000);
  let count = 0;
  while (room.take(1, megabyte)) count += 1;
  expect(count).toBe(15);
});

test("the first value fits, however long it is, and nothing else then", () => {
  const room = new BatchRoom(10);
  expect(room.take(megabyte.repeat(20))).toBe(true);
  expect(room.take(1)).toBe(false);
});

test("what fits is no longer than a sixteenth of the longest line, but for the signs that JSON has to escape", () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
      const long = values.map((one) => [one, megabyte]) as Json[];
      const count = taken(new BatchRoom(1_000), long);
      expect(count).toBeGreaterThan(0);
      expect(JSON.stringify(long.slice(0, count)).length).toBeLessThan(2 ** 24 + 2 ** 16);
    }),
  );
});
