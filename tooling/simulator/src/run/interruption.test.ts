import { expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { seconds } from "../generator/duration.ts";
import { repeat } from "../generator/unfold.ts";
import type { TestPlan } from "./plan.ts";
import { runTest } from "./run-test.ts";
import { type Behaviour, echoes, echoing, lines, setStage, tell, wellBehaved } from "./story.fixture.ts";

/** A run that is aborted at a moment of its own time. */
async function abortedAt(second: number, behaviour: Behaviour, plan: object = {}) {
  const clock = new VirtualClock();
  const controller = new AbortController();
  clock.schedule(seconds(second), () => controller.abort());
  return tell({ behaviour, workload: echoing(1000), clock, plan: { signal: controller.signal, ...plan } });
}

test("what is in flight becomes unknown at that moment, and the nodes are killed", async () => {
  const { run, trace, host } = await abortedAt(
    7,
    wellBehaved(() => {}),
    { concurrency: 2 },
  );
  expect(run.interrupted).toBe(true);
  expect(lines(run.history).filter((line) => /echo [23]/.test(line))).toEqual([
    "5.000 2 invoke echo 2",
    "5.000 3 invoke echo 3",
    "7.000 2 info echo 2 :interrupted",
    "7.000 3 info echo 3 :interrupted",
  ]);
  expect(host.killed).toEqual(["n0"]);
  expect(trace.filter((event) => event.kind === "op").at(-1)).toMatchObject({
    client: "c5",
    node: "n0",
    request: 5,
  });
  // The trace says the same as the history.
  expect(trace.flatMap((event) => (event.kind === "op" ? [event.op] : []))).toEqual(run.history);
});

test("every invocation has one completion, whenever it comes", async () => {
  for (const second of [0.0005, 0.1, 3, 3.0017, 5, 10]) {
    const slow = wellBehaved((request, actor) =>
      actor.after(1 + (Number(request.echo) % 7) * 900, () =>
        actor.reply({ type: "echo_ok", echo: request.echo ?? null }),
      ),
    );
    const { run } = await abortedAt(second, slow, { concurrency: 5, partitions: { interval: seconds(1) } });
    const open = new Set<unknown>();
    for (const { process, type } of run.history.filter((op) => op.process !== "nemesis")) {
      if (type === "invoke") {
        expect(open.has(process)).toBe(false);
        open.add(process);
      } else expect(open.delete(process)).toBe(true);
    }
    expect(open.size).toBe(0);
    expect(run.history.filter((op) => op.process === "nemesis").length % 2).toBe(0);
  }
});

test("during init there is nothing to complete", async () => {
  const { run, host } = await abortedAt(2, () => {});
  expect(run).toMatchObject({ interrupted: true, history: [], duration: 0 });
  expect(host.killed).toEqual(["n0"]);
});

test("during recovery the last operations are left out", async () => {
  const workload = echoing(1, { finalGenerator: () => repeat(() => ({ f: "echo", value: 9 })) });
  const clock = new VirtualClock();
  const controller = new AbortController();
  clock.schedule(seconds(4), () => controller.abort());
  const { run } = await tell({ behaviour: echoes, workload, clock, plan: { signal: controller.signal } });
  expect(run.interrupted).toBe(true);
  expect(run.history).toHaveLength(2);
});

test("before the beginning: nothing is started", async () => {
  const { plan, trace } = setStage({
    behaviour: echoes,
    workload: echoing(1),
    plan: { signal: AbortSignal.abort() },
  });
  await expect(runTest(plan)).resolves.toMatchObject({ interrupted: true, history: [] });
  expect(trace).toEqual([]);
});

test("while nodes are being started: those that come up later are killed as well", async () => {
  const controller = new AbortController();
  const { plan, host } = setStage({
    behaviour: echoes,
    workload: echoing(1),
    plan: { signal: controller.signal, nodes: ["n0", "n1"] },
  });
  const start: TestPlan["host"]["start"] = (node, network, events) => {
    if (node === "n1") controller.abort();
    return host.start(node, network, events);
  };
  await expect(runTest({ ...plan, host: { start } })).resolves.toMatchObject({ interrupted: true });
  expect(host.killed).toEqual(["n0", "n1"]);
});

test("a signal that comes too late changes nothing", async () => {
  const controller = new AbortController();
  const { run } = await tell({
    behaviour: echoes,
    workload: echoing(2),
    plan: { signal: controller.signal },
  });
  controller.abort();
  expect(run.interrupted).toBe(false);
  expect(run.history).toHaveLength(4);
});
