import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ManualClock } from "./manual-clock.ts";

test("timers fire when they are due, those of the same time in the order in which they were set", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 20 })), fc.nat(20), (delays, limit) => {
      const clock = new ManualClock();
      const fired: { index: number; at: number }[] = [];
      delays.forEach((delay, index) => {
        clock.setTimer(delay, () => fired.push({ index, at: clock.now }));
      });
      expect(fired).toEqual([]);
      while (clock.fireNext(limit));
      const due = delays
        .map((delay, index) => ({ index, at: Math.max(0, delay) }))
        .filter(({ at }) => at <= limit)
        .sort((a, b) => a.at - b.at || a.index - b.index);
      expect(fired).toEqual(due);
    }),
  );
});

test("a cancelled timer does not fire; cancelling one that has fired does nothing", () => {
  const clock = new ManualClock();
  const fired: string[] = [];
  const a = clock.setTimer(1, () => fired.push("a"));
  const b = clock.setTimer(1, () => fired.push("b"));
  a.cancel();
  expect(clock.fireNext(1)).toBe(true);
  b.cancel();
  expect(clock.fireNext(1)).toBe(false);
  expect(fired).toEqual(["b"]);
});

test("time never goes back", () => {
  const clock = new ManualClock();
  clock.passTo(5);
  clock.passTo(3);
  expect(clock.now).toBe(5);
  expect(clock.nextDue).toBeUndefined();
  clock.setTimer(2, () => {});
  expect(clock.nextDue).toBe(7);
});
