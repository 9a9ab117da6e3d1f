import { expect, test } from "vitest";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { clients, nemesis } from "./on-threads.ts";
import { phases } from "./phases.ts";
import { repeat } from "./unfold.ts";

const write = repeat(() => ({ f: "write", value: 1 }));
const read = repeat(() => ({ f: "read", value: null }));
const stop = repeat(() => ({ f: "stop-partition", value: null }));

test("a phase begins when everything of the one before it has ended", () => {
  const run = phases(limit(2, clients(write)), limit(1, nemesis(stop)), limit(2, clients(read)));
  const latency = ({ thread }: { thread: unknown }) => (thread === 0 ? 30 : thread === 1 ? 10 : 5);
  const { deeds, end } = interpret(run, { concurrency: 2, latency });
  expect(deeds.map(({ time, thread, f }) => [time, thread, f])).toEqual([
    [0, 0, "write"],
    [0, 1, "write"],
    [30, "nemesis", "stop-partition"],
    [35, 1, "read"],
    [35, 0, "read"],
  ]);
  expect(end).toBe(65);
});

test("no phases are no operations, and empty ones are passed over", () => {
  expect(interpret(phases()).deeds).toEqual([]);
  expect(interpret(phases(limit(0, write), limit(1, read), phases())).deeds).toHaveLength(1);
});
