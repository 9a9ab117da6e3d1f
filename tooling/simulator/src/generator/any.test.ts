import { expect, test } from "vitest";
import { any } from "./any.ts";
import { seconds } from "./duration.ts";
import type { Generator } from "./generator.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { log } from "./log.ts";
import { clients, nemesis } from "./on-threads.ts";
import { phases } from "./phases.ts";
import { sleep } from "./sleep.ts";
import { nothing } from "./step.ts";
import { repeat } from "./unfold.ts";

const of = (f: string) => repeat(() => ({ f, value: null }));
const at = (second: number, f: string) => phases(sleep(seconds(second)), limit(1, of(f)));

test("whatever is due first comes first", () => {
  const { deeds } = interpret(any(at(3, "c"), at(1, "a"), at(2, "b")));
  expect(deeds.map(({ time, f }) => [time / 1e9, f])).toEqual([
    [1, "a"],
    [2, "b"],
    [3, "c"],
  ]);
});

test("what is due late does not keep another from being asked again before that", () => {
  const late: Generator = {
    op: (context) => {
      const time = Math.max(context.time, seconds(3));
      return { kind: "invoke", op: { f: "late", value: null, time, thread: 0, process: 0 }, next: nothing };
    },
    update: () => late,
  };
  const { deeds } = interpret(any(late, at(1, "early")));
  expect(deeds.map(({ time, f }) => [time / 1e9, f])).toEqual([
    [1, "early"],
    [3, "late"],
  ]);
});

test("of what is due at the same time, each is as likely as the other", () => {
  const { deeds } = interpret(limit(4000, any(of("a"), of("b"))), { seed: 6 });
  expect(Math.abs(deeds.filter((deed) => deed.f === "a").length - 2000)).toBeLessThan(160);
});

test("clients go on while the nemesis is busy, and the nemesis while all clients are", () => {
  const run = any(clients(limit(4, of("read"))), nemesis(limit(2, of("start"))));
  const latency = ({ thread }: { thread: unknown }) => (thread === "nemesis" ? 25 : 10);
  const { deeds } = interpret(run, { concurrency: 1, latency, seed: 1 });
  const times = (f: string) => deeds.filter((deed) => deed.f === f).map((deed) => deed.time);
  expect(times("read")).toEqual([0, 10, 20, 30]);
  expect(times("start")).toEqual([0, 25]);
});

test("it ends when all have ended, and lines for the reader pass", () => {
  const { deeds } = interpret(any(log("hello"), limit(1, of("a")), any()));
  expect(deeds.map((deed) => deed.f)).toEqual(["log", "a"]);
});
