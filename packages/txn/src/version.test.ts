import fc from "fast-check";
import { expect, test } from "vitest";
import { covers, isNewer, nothingKnown, union, type Version } from "./version.ts";

const stamp = fc.record({ counter: fc.integer({ min: 1, max: 4 }), origin: fc.nat({ max: 2 }) });
const version = stamp.map((at): Version => ({ key: "k", identity: '"k"', value: null, ...at }));
const vector = fc.array(fc.nat({ max: 5 }), { minLength: 3, maxLength: 3 });

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
      expect(covers(nothingKnown(3), a)).toBe(false);
    }),
  );
});
