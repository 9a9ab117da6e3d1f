import fc from "fast-check";
import { expect, test } from "vitest";
import { Origins } from "./origin.ts";
import { decode, encode } from "./wire.ts";

const nobodyHeard = (): boolean => false;
const allHeard = (): boolean => true;

/** What `decode` makes of a message, by the places and lives of origins. */
function read(message: ReturnType<typeof encode>, origins: Origins): unknown {
  const decoded = decode(JSON.parse(JSON.stringify(message)), origins);
  if ("unclear" in decoded) return [...decoded.unclear];
  const { known } = decoded.content;
  return known.flatMap((counter, slot) => {
    const origin = origins.at(slot);
    return origin === undefined || counter === 0 ? [] : [[origin.place, origin.life, counter]];
  });
}

test("a vector means the same to a node that has heard of the lives in another order", () => {
  const life = fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }));
  fc.assert(
    fc.property(fc.array(life), fc.array(life), fc.array(fc.nat(5)), (mine, theirs, counters) => {
      const [from, to] = [new Origins(4), new Origins(4)];
      for (const [place, number] of mine) from.of(place, number);
      for (const [place, number] of theirs) to.of(place, number);
      const known = counters.map((counter, slot) => (from.at(slot) === undefined ? 0 : counter));
      const expected = known.flatMap((counter, slot) => {
        const origin = from.at(slot);
        return origin === undefined || counter === 0 ? [] : [[origin.place, origin.life, counter]];
      });
      const got = read(encode({ known }, from, nobodyHeard), to) as readonly unknown[];
      expect(new Set(got.map((entry) => JSON.stringify(entry)))).toEqual(
        new Set(expected.map((entry) => JSON.stringify(entry))),
      );
    }),
  );
});

test("an origin that the other one has heard of is a place and no more, unless there are several lives", () => {
  const origins = new Origins(10);
  origins.of(3, 77);
  const known = [0, 0, 0, 5];
  expect(encode({ known }, origins, allHeard)).toEqual({ known: [[3, 5]] });
  expect(encode({ known }, origins, nobodyHeard)).toEqual({ known: [[773, 5]] });
  origins.of(3, 88);
  expect(encode({ known }, origins, allHeard)).toEqual({ known: [[773, 5]] });
});

test("who has heard of several lives cannot tell which one is meant, says so, and is told", () => {
  const [from, to] = [new Origins(10), new Origins(10)];
  from.of(3, 77);
  to.of(3, 88);
  to.of(3, 77);
  const known = [0, 0, 0, 5];
  expect(read(encode({ known }, from, allHeard), to)).toEqual([3]);
  // The answer knows of nothing, but names the lives.
  expect(read(encode({ known: [] }, to, allHeard, [3]), from)).toEqual([]);
  expect(read(encode({ known }, from, allHeard), to)).toEqual([[3, 77, 5]]);
});

test("a version is of the life that the same message names", () => {
  const [from, to] = [new Origins(10), new Origins(10)];
  const origin = from.of(3, 77);
  to.of(3, 88);
  const version = { key: "x", identity: '"x"', value: 1, counter: 5, origin };
  const part = { after: 0, upTo: 1, end: 1, versions: [version], sentAt: 0 };
  const message = encode({ known: [0, 0, 0, 5], part }, from, nobodyHeard);
  expect(message.part?.versions).toEqual([["x", 1, 5, 3]]);
  expect(message.part).not.toHaveProperty("end");
  const decoded = decode(message, to);
  expect("content" in decoded && decoded.content.part).toEqual({
    ...part,
    versions: [{ ...version, origin: to.of(3, 77) }],
  });
});
