import fc from "fast-check";
import { expect, test } from "vitest";
import type { Origin } from "./origin.ts";
import { covers, isNewer, nothingKnown, union, type Version } from "./version.ts";

/** Two lives of one node, and one of another. */
const origins: readonly Origin[] = [
  { place: 0, life: 7, slot: 0 },
  { place: 1, life: 3, slot: 1 },
  { place: 0, life: 2, slot: 2 },
];
const stamp = fc.record({ counter: fc.integer({ min: 1, max: 4 }), origin: fc.constantFrom(...origins) });
const version = stamp.map((at): Version => ({ key: "k", identity: '"k"', value: null, ...at }));
/** Also shorter than there are origins, as that of a node that has not heard of the last. */
const vector = fc.array(fc.nat({ max: 5 }), { maxLength: 3 });

test("timestamps are in a total order: of two different ones exactly one is newer, and newer than newer is newer", () => {
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      const isSame = a.counter === b.counter && a.origin === b.origin;
      expect(Number(isNewer(a, b)) + Number(isNewer(b, a))).toBe(isSame ? 0 : 1);
      if (isNewer(a, b) && isNewer(b, c)) expect(isNewer(a, c)).toBe(true);
    }),
  );
});

test("what two nodes know together covers what either of them covers, and no more", () => {
  fc.assert(
    fc.property(version, vector, vector, (a, one, other) => {
      expect(covers(union(one, other), a)).toBe(covers(one, a) || covers(other, a));
      expect(covers(nothingKnown, a)).toBe(false);
    }),
  );
});
