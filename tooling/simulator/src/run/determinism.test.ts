/** A run in virtual time is a function of its seed. */
import { expect, test } from "vitest";
import { seconds } from "../generator/duration.ts";
import { eachThread } from "../generator/each-thread.ts";
import { repeat } from "../generator/unfold.ts";
import type { TestPlan } from "./plan.ts";
import { echoing, tell, wellBehaved } from "./story.fixture.ts";

/** Answers after a while that depends on the message, and never to every eleventh. */
const moody = wellBehaved((request, actor) => {
  const n = Number(request.echo);
  if (n % 11 === 0) return;
  actor.after((n * 37) % 400, () => actor.reply({ type: "echo_ok", echo: n }));
});

function run(seed: number, plan: Partial<TestPlan> = {}) {
  const randomEchoes = repeat(({ random }) => ({ f: "echo", value: random.integer(128) }));
  const workload = echoing(0, { generator: () => eachThread(randomEchoes) });
  const common = { nodes: ["n0", "n1", "n2"], concurrency: 6, rate: 20, timeLimit: seconds(15) };
  return tell({ behaviour: moody, workload, seed, plan: { ...common, ...plan } });
}

const partitions = { interval: seconds(1) };

test("the same seed gives the same trace, byte for byte", async () => {
  const first = await run(42, { partitions });
  const second = await run(42, { partitions });
  expect(JSON.stringify(second.trace)).toBe(JSON.stringify(first.trace));
  expect(first.trace.length).toBeGreaterThan(500);
});

test("another seed gives another trace", async () => {
  const [first, second] = [await run(42), await run(43)];
  expect(JSON.stringify(second.trace)).not.toBe(JSON.stringify(first.trace));
});

test("taking the faults away changes no operation", async () => {
  const invocations = async (plan: Partial<TestPlan>) =>
    (await run(42, plan)).run.history
      .filter((op) => op.type === "invoke")
      .map(({ time, f, value }) => ({ time, f, value }));
  // No client is ever cut off, and these nodes do not speak to each other.
  expect(await invocations({ partitions })).toEqual(await invocations({}));
});

test("an observer changes nothing", async () => {
  const watched = await run(7, { observer: { progress: () => {}, log: () => {} } });
  expect(JSON.stringify(watched.trace)).toBe(JSON.stringify((await run(7)).trace));
});
