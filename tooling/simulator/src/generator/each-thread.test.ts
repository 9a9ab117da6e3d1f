import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { eachThread } from "./each-thread.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { log } from "./log.ts";
import { clients } from "./on-threads.ts";
import { phases } from "./phases.ts";
import { sleep } from "./sleep.ts";
import { stagger } from "./stagger.ts";
import { unfold } from "./unfold.ts";

const counting = unfold(0, (n) => [{ f: "echo", value: n }, n + 1]);

test("every thread does the whole of it, in order, by itself", () => {
  assert(
    property(integer({ min: 1, max: 8 }), integer({ min: 0, max: 6 }), integer(), (threads, count, seed) => {
      const run = clients(eachThread(limit(count, counting)));
      const { deeds } = interpret(run, {
        concurrency: threads,
        seed,
        latency: ({ thread, value }) => Number(thread) * 3 + Number(value),
      });
      for (let thread = 0; thread < threads; thread++) {
        const values = deeds.filter((deed) => deed.thread === thread).map((deed) => deed.value);
        expect(values).toEqual(Array.from({ length: count }, (_, n) => n));
      }
    }),
  );
});

test("under a common stagger the rate is still that of all threads together, and the threads take turns", () => {
  const run = stagger(100, clients(eachThread(counting)));
  const { deeds } = interpret(limit(4000, run), { concurrency: 4, seed: 3 });
  const mean = (deeds.at(-1)?.time ?? 0) / 3999;
  expect(Math.abs(mean - 100)).toBeLessThan(5);
  expect(deeds.slice(0, 8).map((deed) => deed.thread)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
});

test("a thread that sleeps keeps no other from its work", () => {
  const napping = clients(eachThread(phases(limit(1, counting), sleep(100), limit(1, counting))));
  const { deeds } = interpret(napping, { concurrency: 2, latency: ({ thread }) => (thread === 0 ? 10 : 50) });
  expect(deeds.map(({ time, thread }) => [time, thread])).toEqual([
    [0, 0],
    [0, 1],
    [110, 0],
    [150, 1],
  ]);
});

test("a line for the reader comes once from every thread", () => {
  const { deeds } = interpret(clients(eachThread(log("ready"))), { concurrency: 3 });
  expect(deeds.map((deed) => deed.value)).toEqual(["ready", "ready", "ready"]);
});
