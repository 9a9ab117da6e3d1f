import fc from "fast-check";
import { expect, test } from "vitest";
import { begin, Looks, noRound, publish, readShared, type SharedSum, sharedToJson } from "./shared-sum.ts";

/** What a node does next: looks, begins a round, reads the counter for it, publishes it, or adds to the counter. */
const step = fc.record({
  node: fc.nat({ max: 3 }),
  act: fc.constantFrom("add", "look", "begin", "sum", "publish"),
});

test("what a look proves fresh is so, however rounds overlap, die and are published late", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let counter = 0;
      let shared: SharedSum = noRound;
      /** The counter at each time; a step takes one unit of it. */
      const counterAt: number[] = [];
      const nodes = Array.from({ length: 4 }, () => ({
        looks: new Looks(),
        round: undefined as { readonly number: number; sum: number | undefined } | undefined,
      }));
      for (const [now, { node: index, act }] of steps.entries()) {
        counterAt.push(counter);
        const node = nodes[index] ?? expect.unreachable();
        if (act === "add") counter += 1;
        if (act === "look") {
          const asOf = node.looks.take(now, shared);
          if (asOf !== undefined) expect(shared.sum).toBeGreaterThanOrEqual(counterAt[asOf] ?? 0);
        }
        if (act === "begin") {
          // Who begins another round without having published the last one has died between.
          shared = begin(shared);
          node.round = { number: shared.begun, sum: undefined };
        }
        if (act === "sum" && node.round !== undefined) node.round.sum ??= counter;
        if (act === "publish" && node.round?.sum !== undefined) {
          shared = publish(shared, node.round.number, node.round.sum) ?? shared;
        }
        expect(shared.sum).toBeLessThanOrEqual(counter);
      }
    }),
    { numRuns: 500 },
  );
});

test("a look is proved by the round after it, not by one that had begun already", () => {
  const looks = new Looks();
  const running = begin(noRound);
  expect(looks.take(10, running)).toBeUndefined();
  const next = begin(running);
  expect(looks.take(20, publish(next, 1, 5) ?? expect.unreachable())).toBeUndefined();
  expect(looks.take(30, publish(next, 2, 7) ?? expect.unreachable())).toBe(10);
});

test("what is published never shrinks, and an older round tells nobody anything", () => {
  const shared = { begun: 4, done: 3, sum: 9 };
  expect(publish(shared, 3, 12)).toBeUndefined();
  expect(publish(shared, 4, 8)).toEqual({ begun: 4, done: 4, sum: 9 });
});

const shared = { begun: 4, done: 3, sum: 9 };

test("it is read as it was written, and what is none is said to be none", () => {
  expect(readShared(sharedToJson(shared))).toEqual(shared);
  expect(readShared(undefined)).toBeUndefined();
});

test.each([
  [{ begun: 1 }],
  [{ ...shared, more: 0 }],
  [{ ...shared, sum: 1.5 }],
  [{ ...shared, sum: -1 }],
  [{ ...shared, begun: 2 ** 53 }],
  [{ ...shared, done: 5 }],
])("%j is not taken for one", (value) => {
  expect(() => readShared(value)).toThrow(/^g-counter: seq-kv holds .* leave that key to this program$/);
});
