import { echo } from "@gossip-glomers/protocol";
import { expect, test } from "vitest";
import { WallClock } from "../clock/wall-clock.ts";
import { milliseconds, seconds } from "../generator/duration.ts";
import { eachThread } from "../generator/each-thread.ts";
import { limit, once } from "../generator/limit.ts";
import { mix } from "../generator/mix.ts";
import { repeat } from "../generator/unfold.ts";
import type { TestPlan } from "./plan.ts";
import { runTest } from "./run-test.ts";
import {
  ascending,
  echoes,
  echoing,
  faults,
  lines,
  setStage,
  standard,
  tell,
  wellBehaved,
} from "./story.fixture.ts";

test("a node that does as it is told", async () => {
  const { run, trace, host } = await tell({ behaviour: echoes, workload: echoing(2) });

  expect(lines(run.history)).toEqual([
    "0.000 0 invoke echo 0",
    '0.000 0 ok echo {"type":"echo_ok","echo":0,"in_reply_to":1}',
    "0.000 0 invoke echo 1",
    '0.000 0 ok echo {"type":"echo_ok","echo":1,"in_reply_to":2}',
  ]);
  expect(run.faults).toEqual([]);
  expect(run.interrupted).toBe(false);
  expect(host.killed).toEqual(["n0"]);

  // The trace links an operation with the messages that carried it: 0 and 1 were init and its answer.
  const [, completion] = trace.filter((event) => event.kind === "op");
  expect(completion).toMatchObject({ client: "c2", node: "n0", request: 2, reply: 3 });
});

test("operations begin when whoever is told that all is ready lets them", async () => {
  const seen: string[] = [];
  const { run } = await tell({
    behaviour: (request, actor) => {
      seen.push(String(request.type));
      echoes(request, actor);
    },
    workload: echoing(1),
    plan: { ready: async () => void seen.push("ready") },
  });
  expect(seen).toEqual(["init", "ready", "echo"]);
  expect(run.history).toHaveLength(2);
});

test("init comes first and alone, with the keys in Maelstrom's order", async () => {
  const { trace } = await tell({
    behaviour: echoes,
    workload: echoing(1),
    plan: { nodes: ["n0", "n1"], concurrency: 1 },
  });
  const sent = trace.filter((event) => event.kind === "send");
  expect(sent.slice(0, 4).map(({ src, dest, body }) => `${src} → ${dest} ${JSON.stringify(body)}`)).toEqual([
    'c0 → n0 {"type":"init","node_id":"n0","node_ids":["n0","n1"],"msg_id":1}',
    'c1 → n1 {"type":"init","node_id":"n1","node_ids":["n0","n1"],"msg_id":1}',
    'n0 → c0 {"type":"init_ok","in_reply_to":1}',
    'n1 → c1 {"type":"init_ok","in_reply_to":1}',
  ]);
  // c2 and c3 were opened for the setup, which echo does not need.
  expect(sent[4]?.src).toBe("c4");
});

test("a node that never answers: each operation ends unknown after 5 s, its process and its client are given up", async () => {
  const { run, trace } = await tell({
    behaviour: wellBehaved(() => {}),
    workload: echoing(3),
    plan: { timeLimit: seconds(12) },
  });

  expect(lines(run.history)).toEqual([
    "0.000 0 invoke echo 0",
    "5.000 0 info echo 0 :net-timeout",
    "5.000 1 invoke echo 1",
    "10.000 1 info echo 1 :net-timeout",
    "10.000 2 invoke echo 2",
    "15.000 2 info echo 2 :net-timeout",
  ]);
  expect(run.duration).toBe(seconds(15));
  const clients = trace.flatMap((event) => (event.kind === "send" && event.dest === "n0" ? [event.src] : []));
  expect(clients).toEqual(["c0", "c2", "c3", "c4"]);
});

test("threads share the nodes out, and a new process is the old one plus the concurrency", async () => {
  const { trace, run } = await tell({
    behaviour: wellBehaved((request, actor) => {
      if (actor.name === "n0") actor.reply({ type: "echo_ok", echo: request.echo ?? null });
    }),
    workload: echoing(1, { generator: () => eachThread(limit(2, ascending("echo"))) }),
    plan: { nodes: ["n0", "n1"], concurrency: 4 },
  });
  const completed = trace.flatMap((event) =>
    event.kind === "op" && event.op.type !== "invoke"
      ? [`${event.op.process} ${event.node} ${event.op.type}`]
      : [],
  );
  expect(completed.sort()).toEqual([
    "0 n0 ok",
    "0 n0 ok",
    "1 n1 info",
    "2 n0 ok",
    "2 n0 ok",
    "3 n1 info",
    "5 n1 info",
    "7 n1 info",
  ]);
  expect(run.history.filter((op) => op.type === "info").every((op) => op.time >= seconds(5))).toBe(true);
});

test("errors: a definite one means no, an indefinite one means nobody knows", async () => {
  const codes = [11, 13, 22, 1000, 0];
  const { run } = await tell({
    behaviour: wellBehaved((request, actor) =>
      actor.reply({ type: "error", code: codes[Number(request.echo)] ?? 14, text: "no", leader: "n7" }),
    ),
    workload: echoing(codes.length),
  });
  expect(lines(run.history).filter((line) => !line.includes("invoke"))).toEqual([
    '0.000 0 fail echo 0 [:temporarily-unavailable "no"]',
    '0.000 0 info echo 1 [:crash "no"]',
    '0.000 1 fail echo 2 [:precondition-failed "no"]',
    '0.000 1 info echo 3 [:unknown "no"]',
    '0.000 2 info echo 4 [:timeout "no"]',
  ]);
});

test("an operation that changes nothing fails whatever the error, and its process lives on", async () => {
  const { run } = await tell({
    behaviour: wellBehaved((request, actor) => {
      if (request.echo === 0) actor.reply({ type: "error", code: 13 });
    }),
    workload: echoing(2, { errors: standard("echo") }),
  });
  expect(lines(run.history)).toEqual([
    "0.000 0 invoke echo 0",
    "0.000 0 fail echo 0 [:crash null]",
    "0.000 0 invoke echo 1",
    "5.000 0 fail echo 1 :net-timeout",
  ]);
});

test("a workload without a handler takes every error for an exception, as g-set and the counters do", async () => {
  const { run } = await tell({
    behaviour: wellBehaved((request, actor) => {
      if (request.echo === 0) actor.reply({ type: "error", code: 11, text: "busy" });
    }),
    workload: echoing(2, { errors: { kind: "none" } }),
  });
  const [, refused, , lost] = run.history;
  expect(refused).toMatchObject({
    type: "info",
    error: "indeterminate: temporarily-unavailable (11): busy",
    exception: { class: "clojure.lang.ExceptionInfo", message: "temporarily-unavailable (11): busy" },
  });
  expect(lost?.type).toBe("info");
  expect(lost?.exception?.message).toMatch(/^Client read timeout: n0 did not answer .* within 5000 ms/);
});

test("a reply with a key too many is no reply", async () => {
  const { run } = await tell({
    behaviour: wellBehaved((request, actor) =>
      actor.reply({ type: "echo_ok", echo: request.echo ?? null, served_by: actor.name }),
    ),
    workload: echoing(1),
  });
  const [, op] = run.history;
  expect(op?.type).toBe("info");
  expect(op?.exception?.class).toBe("clojure.lang.ExceptionInfo");
  const message = op?.exception?.message ?? "";
  expect(op?.error).toBe(`indeterminate: ${message}`);
  expect(message).toContain("Malformed RPC response. n0 was sent the request");
  expect(message).toContain('{"echo":0,"type":"echo","msg_id":1}');
  expect(message).toContain('{"type":"echo_ok","echo":0,"served_by":"n0","in_reply_to":1}');
  expect(message).toContain("/served_by");
});

test("a late reply reaches nobody once the client has been replaced, and that is a fault of the node", async () => {
  const { run } = await tell({
    behaviour: wellBehaved((request, actor) =>
      actor.after(request.echo === 0 ? 6000 : 0, () =>
        actor.reply({ type: "echo_ok", echo: request.echo ?? null }),
      ),
    ),
    workload: echoing(4, { generator: () => limit(40, ascending("echo")) }),
    plan: { rate: 2 },
  });
  expect(lines(run.history).slice(0, 2)).toEqual([
    "0.000 0 invoke echo 0",
    "5.000 0 info echo 0 :net-timeout",
  ]);
  expect(faults(run)).toEqual(["6.000 n0 late-reply"]);
  expect(run.history.filter((op) => op.type === "ok")).toHaveLength(39);
});

test("a client that is used on drops the late reply and takes only the answer to its next request", async () => {
  const { run } = await tell({
    behaviour: wellBehaved((request, actor) =>
      actor.after(request.echo === 0 ? 6000 : 2000, () =>
        actor.reply({ type: "echo_ok", echo: request.echo ?? null }),
      ),
    ),
    workload: echoing(2, { reusableClients: true }),
  });
  expect(lines(run.history)).toEqual([
    "0.000 0 invoke echo 0",
    "5.000 0 info echo 0 :net-timeout",
    "5.000 1 invoke echo 1",
    '7.000 1 ok echo {"type":"echo_ok","echo":1,"in_reply_to":2}',
  ]);
  expect(run.faults).toEqual([]);
});

test("a node that dies in mid-run is noticed, and the test goes on without it", async () => {
  const { run, trace } = await tell({
    behaviour: wellBehaved((request, actor) => {
      if (request.echo === 1) {
        actor.log("panic: nil map");
        actor.exit(2);
      } else actor.reply({ type: "echo_ok", echo: request.echo ?? null });
    }),
    workload: echoing(3),
  });
  expect(lines(run.history).slice(2)).toEqual([
    "0.000 0 invoke echo 1",
    "5.000 0 info echo 1 :net-timeout",
    "5.000 1 invoke echo 2",
    "10.000 1 info echo 2 :net-timeout",
  ]);
  expect(faults(run)).toEqual(["0.000 n0 exited"]);
  expect(trace.filter((event) => event.kind === "log")).toMatchObject([
    { node: "n0", line: "panic: nil map" },
  ]);
  expect(trace.filter((event) => event.kind === "fault")).toHaveLength(1);
});

test("what nodes write while the test ends is no fault", async () => {
  const { run } = await tell({
    behaviour: wellBehaved((request, actor) => {
      actor.reply({ type: "echo_ok", echo: request.echo ?? null });
      actor.after(1, () => actor.reply({ type: "echo_ok", echo: "once more" }));
    }),
    workload: echoing(1),
  });
  expect(run.faults).toEqual([]);
});

test("a node that is found dead at the end has exited all the same", async () => {
  const { plan, host } = setStage({ behaviour: echoes, workload: echoing(1) });
  const start: TestPlan["host"]["start"] = async (name, network, events) => ({
    ...(await host.start(name, network, events)),
    kill: async () => events.fault(name, { fault: "exited", code: 0, signal: null, stdout: [], stderr: [] }),
  });
  const run = await runTest({ ...plan, host: { start } });
  expect(faults(run)).toEqual(["0.000 n0 exited"]);
});

test("an operation need not say anything to the node: a crash of the client is one that nobody answers", async () => {
  const crash = repeat(() => ({ f: "crash", value: null }));
  const { run, trace } = await tell({
    behaviour: echoes,
    workload: echoing(0, {
      client: ({ call }) => ({
        async invoke({ f, value }) {
          if (f === "crash") return { type: "info" };
          return { type: "ok", value: (await call(echo.echo, { echo: Number(value) })).body };
        },
      }),
      generator: () => limit(3, mix(crash)),
    }),
  });
  expect(lines(run.history)).toEqual([
    "0.000 0 invoke crash null",
    "0.000 0 info crash null",
    "0.000 1 invoke crash null",
    "0.000 1 info crash null",
    "0.000 2 invoke crash null",
    "0.000 2 info crash null",
  ]);
  expect(trace.filter((event) => event.kind === "send" && event.dest === "n0")).toHaveLength(1);
});

test("partitions come and go, are healed before the end, and the last operations wait for recovery", async () => {
  const logged: string[] = [];
  const { run } = await tell({
    behaviour: echoes,
    workload: echoing(1, {
      generator: () => repeat(() => ({ f: "echo", value: 1 })),
      finalGenerator: ({ concurrency }, history) => {
        expect(concurrency).toBe(3);
        return eachThread(once(repeat(() => ({ f: "echo", value: history.length, final: true }))));
      },
    }),
    plan: {
      nodes: ["n0", "n1", "n2"],
      concurrency: 3,
      rate: 10,
      timeLimit: seconds(20),
      partitions: { interval: seconds(2) },
      observer: { log: (line) => logged.push(line) },
    },
  });

  const nemesis = run.history.filter((op) => op.process === "nemesis");
  expect(nemesis.every((op) => op.type === "info")).toBe(true);
  expect(nemesis[0]?.time).toBe(0);
  // Start, stop, start, stop, …, each once asked for and once done.
  const alternation = nemesis.slice(0, -2).map((op) => op.f);
  expect(alternation).toEqual(
    alternation.map((_, i) => (Math.floor(i / 2) % 2 === 0 ? "start-partition" : "stop-partition")),
  );
  const [asked, done] = lines(nemesis.slice(0, 2));
  expect(asked).toMatch(
    /^0\.000 nemesis info start-partition :(one|majority|minority-third|majorities-ring)$/,
  );
  expect(done).toMatch(/^0\.000 nemesis info start-partition \[:isolated .*\]$/);

  const [lastStop, healed] = nemesis.slice(-2);
  expect(
    lines([lastStop, healed].flatMap((op) => op ?? [])).map((line) => line.slice(line.indexOf(" "))),
  ).toEqual([" nemesis info stop-partition null", " nemesis info stop-partition :network-healed"]);
  expect(logged).toEqual(["Waiting for recovery..."]);
  const finals = run.history.filter((op) => op.final);
  expect(finals.map((op) => op.type).sort()).toEqual(["invoke", "invoke", "invoke", "ok", "ok", "ok"]);
  expect(finals[0]?.time).toBe((healed?.time ?? 0) + seconds(10));
  expect(finals[0]?.value).toBe(run.history.length - finals.length);
});

test("a workload without last operations ends with the main phase, partitioned or not", async () => {
  const { run } = await tell({
    behaviour: echoes,
    workload: echoing(1, { generator: () => repeat(() => ({ f: "echo", value: 1 })) }),
    plan: { rate: 5, timeLimit: seconds(3), partitions: { interval: seconds(1000) } },
  });
  expect(run.history.filter((op) => op.process === "nemesis")).toHaveLength(2);
  expect(run.duration).toBeLessThan(seconds(3));
});

test("a rate of 0 is a main phase in which nothing is done but waited", async () => {
  const final = () => once(repeat(() => ({ f: "echo", value: 7, final: true as const })));
  const { run } = await tell({
    behaviour: echoes,
    workload: echoing(5, { finalGenerator: final }),
    plan: { rate: 0, timeLimit: seconds(4), recovery: seconds(1) },
  });
  expect(lines(run.history)).toEqual([
    "5.000 0 invoke echo 7",
    '5.000 0 ok echo {"type":"echo_ok","echo":7,"in_reply_to":1}',
  ]);
});

test("whoever watches is told every second how far it is", async () => {
  const seen: string[] = [];
  await tell({
    behaviour: wellBehaved((request, actor) => {
      if (Number(request.echo) > 0) actor.reply({ type: "error", code: 14 });
    }),
    workload: echoing(4),
    plan: {
      observer: {
        progress: ({ elapsed, ok, fail, info, inFlight, partitioned }) =>
          seen.push(
            `${elapsed / 1e9} s: ${ok}/${fail}/${info}, ${inFlight} in flight${partitioned ? ", cut" : ""}`,
          ),
      },
    },
  });
  expect(seen.slice(0, 2)).toEqual(["1 s: 0/0/0, 1 in flight", "2 s: 0/0/0, 1 in flight"]);
  expect(seen).toHaveLength(5);
});

test("the same in real time", async () => {
  const { run, host } = await tell({
    clock: new WallClock(),
    behaviour: echoes,
    workload: echoing(20),
    plan: { concurrency: 3, rate: 1000, timeLimit: milliseconds(20_000) },
  });
  expect(run.history).toHaveLength(40);
  expect(run.history.filter((op) => op.type === "ok")).toHaveLength(20);
  expect(host.killed).toEqual(["n0"]);
});

test.each([
  [{ nodes: [] }, "runTest: there are no nodes; name at least one"],
  [{ nodes: ["n0", "n0"] }, "runTest: two of the nodes n0, n0 have the same name; give each its own"],
  [{ concurrency: 0 }, "runTest: the concurrency is 0; use at least 1 client thread"],
  [{ rate: -1 }, "runTest: the rate is -1; use a number of operations per second, 0 or more"],
  [{ timeLimit: -5 }, "runTest: the time limit is -5 ns; use 0 or more"],
])("a plan that cannot be: %o", async (changes, message) => {
  const { plan } = setStage({ behaviour: echoes, workload: echoing(1), plan: changes });
  await expect(runTest(plan)).rejects.toThrow(new RangeError(message));
});

test("an error in a generator ends the run, and leaves no node behind", async () => {
  const { plan, host } = setStage({
    behaviour: echoes,
    workload: echoing(1, {
      generator: () =>
        repeat(() => {
          throw new Error("unfold: no more values");
        }),
    }),
  });
  await expect(runTest(plan)).rejects.toThrow("unfold: no more values");
  expect(host.killed).toEqual(["n0"]);
});
