import fc from "fast-check";
import { expect, test } from "vitest";
import { FloodGauge } from "./flood-gauge.ts";

const budget = { linesPerSecond: 100, bytesPerSecond: 10_000 };
const SECOND = 1e9;

test("lets whoever stays within the budget write on, for ever", () => {
  const gauge = new FloodGauge(budget);
  for (let tick = 0; tick < 50; tick++) {
    const now = (tick * SECOND) / 10;
    expect(gauge.count(10, 1000, now)).toBe(now);
  }
  expect(gauge.excess).toBeNull();
});

test.each([
  ["lines", [101, 0], "more than 100 lines in a second"],
  ["bytes", [1, 10_001], "more than 10000 bytes in a second"],
] as const)("stops whoever writes too many %s until the second is over", (_, [lines, bytes], excess) => {
  const gauge = new FloodGauge(budget);
  expect(gauge.count(lines, bytes, 5)).toBe(5 + SECOND);
  expect(gauge.excess).toBe(excess);
});

test("reads a node that has flooded once at a tenth of the speed", () => {
  const gauge = new FloodGauge(budget);
  gauge.count(101, 0, 0);
  expect(gauge.count(10, 0, SECOND)).toBe(SECOND);
  expect(gauge.count(1, 0, SECOND + 1)).toBe(2 * SECOND);
});

// The invariant that bounds the memory: a reader that obeys reads one chunk too much per second, and no more.
test("never lets more than the budget and one chunk through in a second", () => {
  const chunks = fc.array(fc.record({ lines: fc.nat(60), wait: fc.nat(SECOND / 2) }), { maxLength: 100 });
  fc.assert(
    fc.property(chunks, (stream) => {
      const gauge = new FloodGauge(budget);
      let now = 0;
      const read: { at: number; lines: number }[] = [];
      for (const { lines, wait } of stream) {
        read.push({ at: now, lines });
        now = Math.max(now + wait, gauge.count(lines, 0, now));
      }
      for (const { at } of read) {
        const within = read.filter((other) => other.at >= at && other.at < at + SECOND);
        // A second anywhere overlaps two windows at most.
        expect(within.reduce((sum, other) => sum + other.lines, 0)).toBeLessThanOrEqual(2 * (100 + 60));
      }
    }),
  );
});
