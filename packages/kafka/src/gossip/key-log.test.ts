import fc from "fast-check";
import { expect, test } from "vitest";
import { type Entry, KeyLog } from "./key-log.ts";

function entry(offset: number): Entry {
  return { offset, msg: `at ${offset}`, stream: 0, number: offset };
}

function logOf(offsets: readonly number[]): KeyLog {
  const log = new KeyLog();
  for (const offset of offsets) log.insert([entry(offset)]);
  return log;
}

/** A node that is known to have these offsets, and so all below them, which are of the same stream. */
function having(...offsets: readonly number[]): (entry: Entry) => boolean {
  return ({ offset }) => offset <= Math.max(...offsets);
}

function read(log: KeyLog, from = 0): readonly number[] {
  return log.read(from, 100).map(({ offset }) => offset);
}

test("entries are read by offset, from the first that is wanted, in whatever order they came", () => {
  const offsets = fc.uniqueArray(fc.nat({ max: 200 }), { maxLength: 50 });
  fc.assert(
    fc.property(offsets, fc.integer({ min: -5, max: 210 }), fc.nat({ max: 60 }), (all, from, limit) => {
      const log = logOf(all);
      log.settle([]);
      const wanted = all.filter((offset) => offset >= from).sort((a, b) => a - b);
      expect(log.read(from, limit).map(({ offset }) => offset)).toEqual(wanted.slice(0, limit));
    }),
  );
});

test("entries are read up to the highest that every other node has, or has a higher one than", () => {
  const log = logOf([1, 2, 4, 7, 9]);
  expect(read(log)).toEqual([]);
  log.settle([having(2, 4), having(7)]);
  expect(read(log)).toEqual([1, 2, 4]);
  expect(read(log, 4)).toEqual([4]);
  expect(read(log, 7)).toEqual([]);
});

test("of several streams, of which each node has a part from the front, the same is found as by looking at every entry", () => {
  const streams = 3;
  const sent = fc.array(fc.nat({ max: streams - 1 }), { maxLength: 40 });
  const extents = fc.array(fc.nat({ max: 20 }), { minLength: streams, maxLength: streams });
  fc.assert(
    fc.property(sent, fc.array(fc.array(extents, { minLength: 2, maxLength: 2 })), (streamOf, stages) => {
      const counts = Array.from({ length: streams }, () => 0);
      const entries = streamOf.map((stream, offset): Entry => {
        counts[stream] = (counts[stream] ?? 0) + 1;
        return { ...entry(offset), stream, number: counts[stream] };
      });
      const log = new KeyLog();
      for (const one of entries) log.insert([one]);
      let stable = 0;
      for (const known of stages) {
        const others = known.map(
          (extent) =>
            ({ stream, number }: Entry): boolean =>
              number <= (extent[stream] ?? 0),
        );
        log.settle(others);
        stable = Math.max(stable, Math.min(...others.map((has) => entries.findLastIndex(has) + 1)));
        expect(read(log)).toEqual(entries.slice(0, stable).map(({ offset }) => offset));
      }
    }),
  );
});

test("what was stable stays so, whatever is asked of it later", () => {
  const log = logOf([1, 2]);
  log.settle([having(2)]);
  log.settle([having()]);
  expect(read(log)).toEqual([1, 2]);
});

test("an entry that comes to lie within what was read is said to be late", () => {
  const log = logOf([1, 4]);
  log.settle([having(1)]);
  expect(log.insert([entry(2)])).toEqual([]);
  expect(log.insert([entry(0)])).toEqual([entry(0)]);
  expect(log.insert([entry(2), entry(3)])).toEqual([entry(2)]);
});

test("entries that come together lie where they would, and are late as they would be, if each came by itself", () => {
  const some = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 30 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(some, fc.array(fc.nat({ max: 60 })), some, (before, known, fresh) => {
      const [atOnce, oneByOne] = [logOf(before), logOf(before)];
      for (const log of [atOnce, oneByOne]) log.settle([having(...known)]);
      const late = fresh.flatMap((offset) => oneByOne.insert([entry(offset)]));
      expect(atOnce.insert(fresh.map(entry))).toEqual(late);
      expect(read(atOnce)).toEqual(read(oneByOne));
      for (const log of [atOnce, oneByOne]) log.settle([]);
      expect(read(atOnce)).toEqual(read(oneByOne));
    }),
  );
});

test("a page is merged into a long log in about the time that it takes to go through that once", () => {
  const count = 100_000;
  const log = logOf(Array.from({ length: count }, (_, index) => 2 * index));
  const startedAt = performance.now();
  for (let from = 0; from < count; from += 1_000)
    log.insert(Array.from({ length: 1_000 }, (_, index) => entry(2 * (from + index) + 1)));
  // A hundred pages: entry by entry they took six seconds, together a tenth of one, of an idle machine.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
