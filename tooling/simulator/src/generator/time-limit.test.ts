import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { any } from "./any.ts";
import { milliseconds, seconds } from "./duration.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { clients, nemesis } from "./on-threads.ts";
import { phases } from "./phases.ts";
import { sleep } from "./sleep.ts";
import { stagger } from "./stagger.ts";
import { timeLimit } from "./time-limit.ts";
import { repeat } from "./unfold.ts";

const reads = clients(repeat(() => ({ f: "read", value: null })));

test("nothing is begun at the limit or later", () => {
  assert(
    property(integer(), integer({ min: 1, max: 100 }), integer({ min: 0, max: 5000 }), (seed, rate, ms) => {
      const run = timeLimit(milliseconds(ms), stagger(seconds(1 / rate), reads));
      const { deeds } = interpret(run, { seed, concurrency: 3, latency: () => milliseconds(70) });
      for (const deed of deeds) expect(deed.time).toBeLessThan(milliseconds(ms));
    }),
  );
});

test("the limit counts from the first operation, not from when the phase began", () => {
  const run = timeLimit(seconds(5), phases(sleep(seconds(60)), stagger(seconds(1), reads)));
  const { deeds } = interpret(run, { seed: 2 });
  expect(deeds.at(0)?.time).toBe(seconds(60));
  expect(deeds.at(-1)?.time).toBeGreaterThan(seconds(60));
  expect(deeds.at(-1)?.time).toBeLessThan(seconds(65));
});

test("a thread that hangs is waited for, but takes nothing from the next phase's threads", () => {
  const last = limit(1, clients(repeat(() => ({ f: "final", value: null }))));
  const { deeds } = interpret(phases(timeLimit(seconds(1), reads), last), { latency: () => seconds(4) });
  expect(deeds.map(({ time, f }) => [time / 1e9, f])).toEqual([
    [0, "read"],
    [4, "final"],
  ]);
});

test("clients that are busy when the next partition is due too late still go on until the limit", () => {
  const faults = nemesis(
    stagger(
      seconds(1000),
      repeat(() => ({ f: "start", value: null })),
    ),
  );
  const run = timeLimit(seconds(10), any(faults, reads));
  const { deeds } = interpret(run, { concurrency: 1, latency: () => seconds(3), seed: 1 });
  expect(deeds.map(({ time, f }) => [time / 1e9, f]).sort()).toEqual([
    [0, "read"],
    [0, "start"],
    [3, "read"],
    [6, "read"],
    [9, "read"],
  ]);
});

test("it ends at the limit, not before and not later", () => {
  const { end } = interpret(timeLimit(seconds(10), stagger(seconds(4), reads)), { seed: 1 });
  expect(end).toBe(seconds(10));
});

test("a limit of nothing is nothing", () => {
  expect(interpret(timeLimit(0, reads)).deeds).toEqual([]);
});
