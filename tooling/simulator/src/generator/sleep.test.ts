import { expect, test } from "vitest";
import { seconds } from "./duration.ts";
import { interpret } from "./interpret.fixture.ts";
import { once } from "./limit.ts";
import { log } from "./log.ts";
import { phases } from "./phases.ts";
import { sleep } from "./sleep.ts";
import { repeat } from "./unfold.ts";

test("sleep lasts exactly as long as it says and does nothing", () => {
  expect(interpret(sleep(seconds(10)))).toEqual({ deeds: [], end: seconds(10) });
});

test("sleep counts from its turn, not from the beginning", () => {
  const write = once(repeat(() => ({ f: "write", value: 1 })));
  const read = once(repeat(() => ({ f: "read", value: null })));
  const { deeds } = interpret(phases(write, log("Waiting for recovery..."), sleep(seconds(10)), read), {
    latency: () => seconds(3),
  });
  expect(deeds.map(({ time, f, value }) => [time / 1e9, f, value])).toEqual([
    [0, "write", 1],
    [3, "log", "Waiting for recovery..."],
    [13, "read", null],
  ]);
});
