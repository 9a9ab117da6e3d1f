import { expect, test } from "vitest";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { onThreads } from "./on-threads.ts";
import { reserve } from "./reserve.ts";
import { repeat } from "./unfold.ts";

const of = (f: string) => repeat(() => ({ f, value: null }));

test("each range of threads does its own kind of operation, and the rest do the last", () => {
  const run = reserve(
    [
      { threads: 2, generator: of("read") },
      { threads: 1, generator: of("cas") },
    ],
    of("write"),
  );
  const { deeds } = interpret(limit(60, run), { concurrency: 5, latency: () => 10 });
  const kinds = new Set(deeds.map(({ thread, f }) => `${thread} ${f}`));
  expect(kinds).toEqual(new Set(["0 read", "1 read", "2 cas", "3 write", "4 write"]));
});

test("threads are counted from the test's first, so a group without it has no readers", () => {
  const group = onThreads(
    (thread) => typeof thread === "number" && thread >= 4,
    reserve([{ threads: 2, generator: of("read") }], of("write")),
  );
  const { deeds } = interpret(limit(40, group), { concurrency: 8 });
  expect(new Set(deeds.map((deed) => deed.f))).toEqual(new Set(["write"]));
});

test("of ranges that could both begin, one with three times the threads begins three times as often", () => {
  const run = reserve([{ threads: 1, generator: of("few") }], of("many"));
  const { deeds } = interpret(limit(4000, run), { concurrency: 4, seed: 8 });
  expect(Math.abs(deeds.filter((deed) => deed.f === "few").length - 1000)).toBeLessThan(140);
});

test("it goes on until the last range has ended", () => {
  const run = reserve([{ threads: 1, generator: limit(1, of("read")) }], limit(3, of("write")));
  expect(interpret(run, { concurrency: 2 }).deeds).toHaveLength(4);
});
