import { expect, test } from "vitest";
import { seconds } from "./duration.ts";
import { flipFlop } from "./flip-flop.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { nemesis } from "./on-threads.ts";
import { stagger } from "./stagger.ts";
import { timeLimit } from "./time-limit.ts";
import { repeat } from "./unfold.ts";

const start = repeat(() => ({ f: "start", value: null }));
const stop = repeat(() => ({ f: "stop", value: null }));

test("two kinds of operations alternate, beginning with the first", () => {
  expect(interpret(limit(5, flipFlop(start, stop))).deeds.map((deed) => deed.f)).toEqual([
    "start",
    "stop",
    "start",
    "stop",
    "start",
  ]);
});

test("it ends when the one whose turn it is has ended", () => {
  expect(interpret(flipFlop(limit(2, start), stop)).deeds.map((deed) => deed.f)).toEqual([
    "start",
    "stop",
    "start",
    "stop",
  ]);
});

test("with pauses it is Maelstrom's nemesis: at once, then every 10 s on average", () => {
  const faults = nemesis(stagger(seconds(10), flipFlop(start, stop)));
  const { deeds } = interpret(timeLimit(seconds(10_000), faults), { seed: 4 });
  expect(deeds[0]?.time).toBe(0);
  expect(deeds.every((deed, i) => deed.f === (i % 2 === 0 ? "start" : "stop"))).toBe(true);
  expect(Math.abs(deeds.length - 1000)).toBeLessThan(5 * Math.sqrt(1000 / 3));
});
