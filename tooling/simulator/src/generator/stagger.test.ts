import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../random/random.ts";
import { drawFrom } from "./draw-from.ts";
import { milliseconds, seconds } from "./duration.ts";
import type { Generator } from "./generator.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { clients } from "./on-threads.ts";
import { stagger, staggerEndless } from "./stagger.ts";
import { timeLimit } from "./time-limit.ts";
import { repeat } from "./unfold.ts";

const generate = repeat(() => ({ f: "generate", value: null }));

function pauses(times: readonly number[]): number[] {
  return times.slice(1).map((time, i) => time - (times[i] ?? 0));
}

test("the first operation is due at once, and every pause is in [0, 2·mean)", () => {
  assert(
    property(integer(), integer({ min: 1, max: 1e10 }), (seed, mean) => {
      const { deeds } = interpret(limit(50, stagger(mean, generate)), { seed, concurrency: 1 });
      const times = deeds.map((deed) => deed.time);
      expect(times[0]).toBe(0);
      for (const pause of pauses(times)) {
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThan(2 * mean);
      }
    }),
  );
});

test("the pauses are uniform: their mean is the mean, and each quarter of the range has its share", () => {
  const mean = milliseconds(10);
  const { deeds } = interpret(limit(8001, stagger(mean, generate)), { seed: 3 });
  const quarters = [0, 0, 0, 0];
  for (const pause of pauses(deeds.map((deed) => deed.time))) {
    const quarter = Math.floor((pause / (2 * mean)) * 4);
    quarters[quarter] = (quarters[quarter] ?? 0) + 1;
  }
  // 2000 ± 39 (one standard deviation); five of those are allowed.
  for (const count of quarters) expect(Math.abs(count - 2000)).toBeLessThan(195);
});

test("a rate of 100 a second gives about 2000 operations in 20 s, whatever an operation takes", () => {
  for (const latency of [0, milliseconds(5), milliseconds(30)]) {
    const run = timeLimit(seconds(20), stagger(seconds(1 / 100), generate));
    const { deeds } = interpret(run, { seed: 11, concurrency: 10, latency: () => latency });
    expect(Math.abs(deeds.length - 2000)).toBeLessThan(5 * Math.sqrt(2000 / 3));
  }
});

test("what was held up is caught up on: no operation is skipped", () => {
  // The only thread hangs for 1 s in its first operation; the 100 that were due meanwhile come at once afterwards.
  const run = timeLimit(seconds(2), stagger(milliseconds(10), generate));
  let isFirst = true;
  const latency = () => {
    const duration = isFirst ? seconds(1) : 0;
    isFirst = false;
    return duration;
  };
  const { deeds } = interpret(clients(run), { seed: 5, concurrency: 1, latency });
  const atOnce = deeds.filter((deed) => deed.time === seconds(1));
  expect(atOnce.length).toBeGreaterThan(70);
  expect(deeds.length).toBeGreaterThan(160);
});

test("an endless generator is asked only when its next operation is due, and gives the same run", () => {
  let asked = 0;
  const counted = repeat(() => {
    asked += 1;
    return { f: "generate", value: null };
  });
  // Most operations end while the next one is not due yet, which is a reason to ask.
  const world = { concurrency: 20, latency: () => milliseconds(5), operations: 100 };
  // Each question draws the same, so that the chance of an operation does not depend on their number.
  const run = (spaced: Generator) => interpret(drawFrom(Random.fromSeed(1), spaced), world).deeds;
  const deeds = run(staggerEndless(milliseconds(10), counted));
  expect(asked).toBe(101);
  expect(run(stagger(milliseconds(10), counted))).toEqual(deeds);
  expect(asked).toBeGreaterThan(300);
});
