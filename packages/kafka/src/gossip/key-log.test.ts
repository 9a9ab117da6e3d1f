import fc from "fast-check";
import { expect, test } from "vitest";
import { type Entry, KeyLog } from "./key-log.ts";

function entry(offset: number): Entry {
  return { offset, msg: `at ${offset}`, stream: "n0/life", number: offset };
}

function logOf(offsets: readonly number[]): KeyLog {
  const log = new KeyLog();
  for (const offset of offsets) log.insert(entry(offset));
  return log;
}

test("entries are read by offset, from the first that is wanted, in whatever order they came", () => {
  const offsets = fc.uniqueArray(fc.nat({ max: 200 }), { maxLength: 50 });
  fc.assert(
    fc.property(offsets, fc.integer({ min: -5, max: 210 }), fc.nat({ max: 60 }), (all, from, limit) => {
      const read = logOf(all).read(from, limit, () => true);
      const wanted = all.filter((offset) => offset >= from).sort((a, b) => a - b);
      expect(read.map(({ offset }) => offset)).toEqual(wanted.slice(0, limit));
    }),
  );
});

test("nothing is read past the first entry that is not stable", () => {
  const log = logOf([1, 2, 4, 7]);
  expect(log.read(0, 10, ({ offset }) => offset !== 4).map(({ offset }) => offset)).toEqual([1, 2]);
  expect(log.read(4, 10, ({ offset }) => offset !== 4)).toEqual([]);
  expect(log.read(2, 10, () => true).map(({ offset }) => offset)).toEqual([2, 4, 7]);
});

test("an entry that comes to lie within what was read is said to be late", () => {
  const log = logOf([1, 4]);
  log.read(0, 10, ({ offset }) => offset === 1);
  expect(log.insert(entry(2))).toBe(true);
  expect(log.insert(entry(0))).toBe(false);
});
