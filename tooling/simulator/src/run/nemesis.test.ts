/** Faults that Maelstrom does not have, in whole runs. */
import type { TraceEvent } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { seconds } from "../generator/duration.ts";
import { eachThread } from "../generator/each-thread.ts";
import { once } from "../generator/limit.ts";
import { repeat } from "../generator/unfold.ts";
import { FAULT_KINDS, type FaultKind } from "./fault-schedule.ts";
import type { TestPlan } from "./plan.ts";
import { ascending, echoes, echoing, faults, lines, tell, wellBehaved } from "./story.fixture.ts";

const NODES = ["n0", "n1", "n2"];

/** Twenty seconds of echoes at three nodes, with faults every two seconds, and a last echo on each thread. */
function suffer(plan: Partial<TestPlan>, behaviour = echoes) {
  const workload = echoing(0, {
    generator: () => ascending("echo"),
    finalGenerator: () => eachThread(once(repeat(() => ({ f: "echo", value: 0, final: true })))),
  });
  const common = { nodes: NODES, concurrency: 3, rate: 10, timeLimit: seconds(20) };
  return tell({ behaviour, workload, seed: 3, plan: { ...common, ...plan } });
}

const faultsOf = (...kinds: FaultKind[]) => ({ kinds, interval: seconds(2) });

function dropsOf(trace: readonly TraceEvent[]): string[] {
  return trace.flatMap((event) => (event.kind === "drop" ? [event.reason] : []));
}

const ENDINGS = {
  pause: ["pause", "resume"],
  kill: ["kill", "start"],
  "one-way": ["start-one-way", "stop-one-way"],
} as const;

test.each(FAULT_KINDS)(
  "%s begins at once, ends, begins again, …, and is ended before recovery",
  async (kind) => {
    const { run, host } = await suffer({ faults: faultsOf(kind) });
    const nemesis = run.history.filter((op) => op.process === "nemesis");
    const [begin, end] = ENDINGS[kind];
    expect(nemesis.length).toBeGreaterThan(12);
    expect(nemesis[0]?.time).toBe(0);
    expect(nemesis.slice(0, -2).map((op) => op.f)).toEqual(
      nemesis.slice(0, -2).map((_, i) => (Math.floor(i / 2) % 2 === 0 ? begin : end)),
    );
    expect(nemesis.slice(-2).map((op) => op.f)).toEqual([end, end]);
    expect([...host.paused]).toEqual([]);
    expect(run.history.filter((op) => op.final).map((op) => op.type)).toEqual(
      expect.arrayContaining(["ok", "ok", "ok"]),
    );
    expect(run.faults).toEqual([]);
  },
);

test("the history says whom a pause befell and who went on", async () => {
  const { run } = await suffer({ nodes: ["n0"], faults: faultsOf("pause"), rate: 0 });
  const [asked, paused, over, resumed] = run.history;
  const told = [asked, paused, over, resumed].flatMap((op) => op ?? []);
  expect(lines(told.slice(0, 1))[0]).toMatch(
    /^0\.000 nemesis info pause :(one|minority|minority-third|majority|all)$/,
  );
  expect(lines(told.slice(2, 3))[0]).toMatch(/nemesis info resume :all$/);
  expect(paused?.value).toEqual(new Map([["n0", expect.objectContaining({ name: "paused" })]]));
  expect(resumed?.value).toEqual(new Map([["n0", expect.objectContaining({ name: "resumed" })]]));
});

describe("a node that was killed", () => {
  /** Counts the echoes that it has heard since it was started, as nodes keep such things: in memory. */
  function forgetful() {
    const counts = new Map<string, number>();
    const behaviour = wellBehaved((request, actor) => {
      const count = (counts.get(actor.name) ?? 0) + 1;
      counts.set(actor.name, count);
      actor.log(`echo ${count}`);
      actor.reply({ type: "echo_ok", echo: request.echo ?? null });
    });
    return { counts, behaviour };
  }

  test("is started again under its name, hears init first, and what was sent meanwhile is dropped", async () => {
    const { behaviour } = forgetful();
    const { run, trace, host } = await suffer({ faults: faultsOf("kill") }, behaviour);
    const kills = run.history.filter((op) => op.f === "kill" && op.value instanceof Map);
    const killed = kills.flatMap((op) => (op.value instanceof Map ? [...op.value.keys()] : []));
    expect(killed.length).toBeGreaterThan(3);
    // Each of them, and all three once more at the end.
    expect([...host.killed].sort()).toEqual([...killed.map(String), ...NODES].sort());
    expect(new Set(dropsOf(trace))).toEqual(new Set(["down"]));

    for (const node of NODES) {
      const heard = trace.flatMap((event) => (event.kind === "send" && event.dest === node ? [event] : []));
      const dropped = new Set(trace.flatMap((event) => (event.kind === "drop" ? [event.id] : [])));
      const inits = heard.filter(({ body }) => JSON.stringify(body).includes('"init"'));
      expect(inits).toHaveLength(1 + killed.filter((name) => name === node).length);
      // Nothing gets through between a kill and the init after it.
      for (const op of kills) {
        if (!(op.value instanceof Map) || !op.value.has(node)) continue;
        const next = heard.find(({ at, id }) => at >= op.time && !dropped.has(id));
        expect(JSON.stringify(next?.body)).toContain('"init"');
      }
    }
  });

  test("makes its clients wait in vain, which is no fault of anybody", async () => {
    const { run } = await suffer({ nodes: ["n0"], concurrency: 1, faults: faultsOf("kill") });
    const errors = run.history.flatMap(({ error }) => (error === undefined ? [] : [JSON.stringify(error)]));
    expect(new Set(errors)).toEqual(new Set(['{"name":"net-timeout"}']));
    expect(faults(run)).toEqual([]);
  });

  test("that does not come up again ends the test, and says what to do", async () => {
    let inits = 0;
    const stubborn = wellBehaved(() => {});
    const outcome = suffer({ nodes: ["n0"], faults: faultsOf("kill") }, (request, actor) => {
      if (request.type === "init" && inits++ > 0) actor.reply({ type: "error", code: 13, text: "no disk" });
      else stubborn(request, actor);
    });
    await expect(outcome).rejects.toThrow(/n0 answered init with .*no disk(.|\n)*Answer init with/);
  });

  test("by itself stays dead, whatever the nemesis does", async () => {
    const { run, host } = await suffer(
      { nodes: ["n0"], faults: faultsOf("kill"), concurrency: 1 },
      wellBehaved((_, actor) => actor.exit(3)),
    );
    expect(faults(run)).toEqual([expect.stringMatching(/ n0 exited$/)]);
    const after = run.faults[0]?.at ?? 0;
    const kills = run.history.filter((op) => op.f === "kill" && op.value instanceof Map && op.time > after);
    expect(kills.length).toBeGreaterThan(1);
    expect(kills.every((op) => op.value instanceof Map && op.value.size === 0)).toBe(true);
    expect(host.killed.length).toBeLessThanOrEqual(2);
  });
});

test("an impaired network is so from the first operation until recovery", async () => {
  const gossips = wellBehaved((request, actor) => {
    if (request.type !== "echo") return;
    for (const peer of NODES) if (peer !== actor.name) actor.send(peer, { type: "gossip" });
    actor.reply({ type: "echo_ok", echo: request.echo ?? null });
  });
  const impairment = { loss: 0.5, duplicate: 0.5, reorderMs: 10, slowMs: new Map([["n1", 20]]) };
  const { run, trace } = await suffer({ impairment }, gossips);
  const nemesis = run.history.filter((op) => op.process === "nemesis");
  expect(nemesis.map((op) => op.f)).toEqual([
    "start-impairment",
    "start-impairment",
    "stop-impairment",
    "stop-impairment",
  ]);
  expect(nemesis[0]?.value).toEqual({
    loss: 0.5,
    duplicate: 0.5,
    "reorder-ms": 10,
    "slow-ms": new Map([["n1", 20]]),
  });
  expect(run.history[0]?.f).toBe("start-impairment");
  const healed = nemesis.at(-1)?.time ?? 0;
  const losses = trace.filter((event) => event.kind === "drop");
  expect(losses.length).toBeGreaterThan(50);
  expect(losses.every(({ at }) => at < healed)).toBe(true);
  expect(new Set(dropsOf(trace))).toEqual(new Set(["loss"]));
});

test("all at once, with partitions, is a function of the seed", async () => {
  const all: Partial<TestPlan> = {
    faults: faultsOf(...FAULT_KINDS),
    partitions: { interval: seconds(1) },
    impairment: { loss: 0.1, duplicate: 0.1, reorderMs: 50, slowMs: new Map() },
    recovery: seconds(3),
  };
  const [first, second] = [await suffer(all), await suffer(all)];
  expect(JSON.stringify(second.trace)).toBe(JSON.stringify(first.trace));
  expect(first.trace.length).toBeGreaterThan(300);
});

test("taking one kind of fault away leaves the others when and what they were", async () => {
  const oneWayCuts = async (...kinds: FaultKind[]) =>
    (await suffer({ faults: faultsOf(...kinds) })).run.history
      // The end of all faults waits for the last answer, and the other faults may delay that.
      .filter(({ f, time }) => f.endsWith("one-way") && time < seconds(20))
      .map(({ f, time, value }) => ({ f, time, value }));
  const alone = await oneWayCuts("one-way");
  expect(alone.length).toBeGreaterThan(10);
  expect(await oneWayCuts("pause", "one-way")).toEqual(alone);
});
