import fc from "fast-check";
import { expect, test } from "vitest";
import { VersionedVector } from "./versioned-vector.ts";

test("who takes what has changed since a version that it has, has what there is, whatever got lost or came late", () => {
  const change = fc.record({
    place: fc.nat({ max: 5 }),
    value: fc.nat({ max: 3 }),
    // What becomes of the word about it: how much later it comes, if it does, and whether it is confirmed then.
    delay: fc.nat({ max: 4 }),
    isLost: fc.boolean(),
    isConfirmed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const vector = new VersionedVector();
      const copy: number[] = [];
      let has = 0;
      let confirmed = 0;
      let version = 0;
      const onTheirWay: {
        due: number;
        version: number;
        base: number;
        cells: readonly (readonly number[])[];
      }[] = [];
      const states = new Map<number, readonly number[]>([[0, [0, 0, 0, 0, 0, 0]]]);
      for (const { place, value, delay, isLost, isConfirmed } of changes) {
        version += 1;
        vector.set(place, value, version);
        states.set(
          version,
          [0, 1, 2, 3, 4, 5].map((each) => vector.at(each)),
        );
        if (!isLost)
          onTheirWay.push({ due: version + delay, version, base: confirmed, cells: vector.since(confirmed) });
        for (const message of onTheirWay.filter(({ due }) => due === version)) {
          if (message.version <= has || message.base > has) continue;
          for (const [at = 0, count = 0] of message.cells) copy[at] = count;
          has = message.version;
          expect([0, 1, 2, 3, 4, 5].map((each) => copy[each] ?? 0)).toEqual(states.get(has));
        }
        if (isConfirmed) confirmed = has;
      }
    }),
  );
});

test("tells nothing of what has not changed", () => {
  const vector = new VersionedVector();
  vector.set(3, 7, 1);
  vector.set(1, 5, 2);
  vector.set(3, 7, 3);
  expect(vector.latest).toBe(2);
  expect(vector.since(1)).toEqual([[1, 5]]);
  expect(vector.since(2)).toEqual([]);
  expect(vector.since(0)).toEqual([
    [1, 5],
    [3, 7],
  ]);
});
