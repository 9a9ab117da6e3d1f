import { BatchRoom } from "@gossip-glomers/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Event, EventStream } from "./event-stream.ts";

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ key: fc.constantFrom("a", "b"), offset: fc.nat(), msg: fc.integer() }),
  fc.record({ key: fc.constantFrom("a", "b"), offset: fc.nat() }),
);

function streamOf(events: readonly Event[]): EventStream {
  const stream = new EventStream();
  for (const each of events) stream.append(each);
  return stream;
}

describe("a copy", () => {
  test("has all sends and each key's last commit, in whatever pieces it was taken, and however often", () => {
    const pieces = fc.array(fc.record({ from: fc.nat({ max: 40 }), limit: fc.integer({ min: 1, max: 10 }) }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), pieces, (events, cuts) => {
        const stream = streamOf(events);
        const copy = new EventStream();
        for (const { from, limit } of cuts) copy.merge(stream.after(from, new BatchRoom(limit)));
        while (copy.count < stream.count) copy.merge(stream.after(copy.count, new BatchRoom(7)));
        const last = new Map(
          events.filter(({ msg }) => msg === undefined).map(({ key, offset }) => [key, offset]),
        );
        const kept = copy.after(0, new BatchRoom(100)).events.map(([, each]) => each);
        expect(kept.filter(({ msg }) => msg !== undefined)).toEqual(
          events.filter(({ msg }) => msg !== undefined),
        );
        const commits = kept.filter(({ msg }) => msg === undefined);
        expect(new Map(commits.map(({ key, offset }) => [key, offset]))).toEqual(last);
        expect(commits).toHaveLength(last.size);
      }),
    );
  });

  test("does not take what begins after a gap", () => {
    const stream = streamOf([1, 2, 3].map((offset) => ({ key: "a", offset, msg: offset })));
    const copy = new EventStream();
    expect(copy.merge(stream.after(1, new BatchRoom(10)))).toBeNull();
    expect(copy.count).toBe(0);
  });

  test("is told only once of what comes twice", () => {
    const stream = streamOf([{ key: "a", offset: 0, msg: "hello" }]);
    const copy = new EventStream();
    expect(copy.merge(stream.after(0, new BatchRoom(10)))).toHaveLength(1);
    expect(copy.merge(stream.after(0, new BatchRoom(10)))).toEqual([]);
  });
});

test("commits are dropped when higher ones come, and still counted", () => {
  const stream = streamOf([0, 1, 2].map((offset) => ({ key: "a", offset })));
  expect(stream.after(0, new BatchRoom(10))).toEqual({
    from: 0,
    to: 3,
    events: [[3, { key: "a", offset: 2 }]],
  });
});

test("an excerpt carries no more events than it may", () => {
  const stream = streamOf(Array.from({ length: 10 }, (_, offset) => ({ key: "a", offset, msg: null })));
  const { to, events } = stream.after(2, new BatchRoom(3));
  expect(events.map(([number]) => number)).toEqual([3, 4, 5]);
  expect(to).toBe(5);
});

test("of long messages an excerpt has fewer", () => {
  const stream = new EventStream();
  for (let offset = 0; offset < 40; offset += 1)
    stream.append({ key: "a", offset, msg: "x".repeat(2 ** 20) });
  const ends: number[] = [];
  for (let from = 0; from < 40; from = ends.at(-1) ?? 40)
    ends.push(stream.after(from, new BatchRoom(1_000)).to);
  expect(ends).toEqual([15, 30, 40]);
});
