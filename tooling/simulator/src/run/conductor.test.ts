import { expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { any } from "../generator/any.ts";
import type { Generator } from "../generator/generator.ts";
import { limit } from "../generator/limit.ts";
import { log } from "../generator/log.ts";
import { clients, nemesis } from "../generator/on-threads.ts";
import { phases } from "../generator/phases.ts";
import { sleep } from "../generator/sleep.ts";
import { repeat } from "../generator/unfold.ts";
import { Random } from "../random/random.ts";
import { Conductor, type ConductorOptions } from "./conductor.ts";
import { Recorder } from "./recorder.ts";
import { ascending, lines } from "./story.fixture.ts";

/** A conductor whose operations take as many seconds as their value says. */
function stage(perform?: ConductorOptions["perform"]) {
  const clock = new VirtualClock();
  const recorder = new Recorder(clock, { write: () => {} });
  const logged: string[] = [];
  const conductor = new Conductor({
    clock,
    recorder,
    random: Random.fromSeed(1),
    concurrency: 2,
    perform:
      perform ??
      (({ thread, value }) =>
        new Promise((resolve) => {
          clock.schedule(clock.now() + Number(value) * 1e9, () =>
            resolve({ outcome: { type: thread === "nemesis" ? "info" : "ok" }, carrier: null }),
          );
        })),
    log: (line) => logged.push(line),
  });
  const run = (generator: Generator) => clock.run(conductor.run(generator));
  return { clock, conductor, recorder, logged, run };
}

test("operations begin when a thread is free, and the run ends with the last of them", async () => {
  const { run, recorder } = stage();
  await run(clients(limit(4, ascending("wait"))));
  expect(lines(recorder.history)).toEqual([
    "0.000 0 invoke wait 0",
    "0.000 1 invoke wait 1",
    "0.000 0 ok wait 0",
    "0.000 0 invoke wait 2",
    "1.000 1 ok wait 1",
    "1.000 1 invoke wait 3",
    "2.000 0 ok wait 2",
    "4.000 1 ok wait 3",
  ]);
});

test("a second generator goes on where the first has ended, with the same processes", async () => {
  const { run, recorder } = stage(async () => ({ outcome: { type: "info" }, carrier: null }));
  await run(clients(limit(1, ascending("a"))));
  await run(clients(limit(2, ascending("b"))));
  expect(recorder.history.map(({ process, f }) => `${process} ${f}`)).toEqual([
    "0 a",
    "0 a",
    "1 b",
    "2 b",
    "1 b",
    "2 b",
  ]);
});

test("lines come in their turn, and a nap moves time without any operation", async () => {
  const { run, logged, clock } = stage();
  await run(phases(log("before"), sleep(7e9), log("after")));
  expect(logged).toEqual(["before", "after"]);
  expect(clock.now()).toBe(7e9);
});

test("nemesis and clients work side by side", async () => {
  const { run, recorder } = stage();
  await run(
    any(
      clients(limit(2, ascending("read"))),
      nemesis(
        limit(
          1,
          repeat(() => ({ f: "cut", value: 3 })),
        ),
      ),
    ),
  );
  expect(recorder.history.filter((op) => op.f === "cut").map(({ time, type }) => [time, type])).toEqual([
    [0, "info"],
    [3e9, "info"],
  ]);
  expect(recorder.counts).toEqual({ ok: 2, fail: 0, info: 0 });
});

test.each([
  [true, 2],
  [false, 3],
])("an answer is asked for again before its time unless it is settled: %s", async (isSettled, times) => {
  const { run, clock } = stage();
  let asked = 0;
  // Waits from 0 to 5 s, while an operation that takes one second ends.
  const waiting: Generator = {
    op() {
      asked += 1;
      return clock.now() < 5e9
        ? { kind: "pending", until: 5e9, isSettled, next: waiting }
        : { kind: "exhausted" };
    },
    update: () => waiting,
  };
  const once: Generator = {
    op: ({ time }) => {
      const op = { f: "wait", value: 1, time, thread: 0, process: 0 };
      return { kind: "invoke", op, next: waiting };
    },
    update: () => once,
  };
  await run(once);
  expect(asked).toBe(times);
});

test("a generator that waits for nothing is told so instead of being waited for", async () => {
  const stuck: Generator = {
    op: () => ({ kind: "pending", until: Number.POSITIVE_INFINITY, isSettled: false, next: stuck }),
    update: () => stuck,
  };
  await expect(stage().run(stuck)).rejects.toThrow(/^Conductor: the generator waits for an operation/);
});

test("an error while an operation is being done ends the run", async () => {
  const { run } = stage(() => Promise.reject(new Error("Nemesis: does not know how to dance")));
  await expect(run(clients(ascending("x")))).rejects.toThrow("does not know how to dance");
});

test("interrupted, it completes what is under way once, and what ends later changes nothing", async () => {
  const { clock, conductor, recorder } = stage();
  void conductor.run(
    clients(
      limit(
        2,
        repeat(() => ({ f: "wait", value: 5 })),
      ),
    ),
  );
  clock.schedule(2e9, () => conductor.interrupt(() => ({ client: "c9", node: "n0" })));
  await clock.run(new Promise<void>((resolve) => void clock.schedule(9e9, resolve)));
  expect(lines(recorder.history)).toEqual([
    "0.000 0 invoke wait 5",
    "0.000 1 invoke wait 5",
    "2.000 0 info wait 5 :interrupted",
    "2.000 1 info wait 5 :interrupted",
  ]);
});
