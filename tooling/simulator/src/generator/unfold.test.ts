import { expect, test } from "vitest";
import type { Generator } from "./generator.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { clients } from "./on-threads.ts";
import { repeat, unfold } from "./unfold.ts";

const first = (count: number, generator: Generator) => limit(count, clients(generator));
const generates = repeat(() => ({ f: "generate", value: null }));

test("unfold counts on from operation to operation", () => {
  const broadcasts = unfold(0, (n) => [{ f: "broadcast", value: n }, n + 1]);
  const { deeds } = interpret(first(4, broadcasts), { concurrency: 2 });
  expect(deeds.map((deed) => deed.value)).toEqual([0, 1, 2, 3]);
});

test("an answer that is thrown away has not happened: the state goes on from what was adopted", () => {
  const counter = unfold(0, (n) => [{ f: "add", value: n }, n + 1]);
  // Both threads are busy for 10 ns; the third operation is asked for before and has to wait.
  const { deeds } = interpret(first(4, counter), { concurrency: 2, latency: () => 10 });
  expect(deeds.map(({ time, value }) => [time, value])).toEqual([
    [0, 0],
    [0, 1],
    [10, 2],
    [10, 3],
  ]);
});

test("threads take turns: whoever has rested longest is next", () => {
  const { deeds } = interpret(first(7, generates), {
    concurrency: 3,
    latency: ({ thread }) => (thread === 0 ? 25 : 10),
  });
  expect(deeds.map(({ time, thread }) => [time, thread])).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [10, 1],
    [10, 2],
    [20, 1],
    [20, 2],
  ]);
});

test("a process whose operation nobody knows the end of is never used again", () => {
  const { deeds } = interpret(first(5, generates), {
    concurrency: 2,
    latency: () => 10,
    outcome: ({ process }) => (process === 0 ? "info" : "ok"),
  });
  expect(deeds.map(({ thread, process }) => [thread, process])).toEqual([
    [0, 0],
    [1, 1],
    [0, 2],
    [1, 1],
    [0, 2],
  ]);
});
