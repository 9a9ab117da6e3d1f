import { message } from "@gossip-glomers/protocol";
import { expect, test } from "vitest";
import type { TestPlan } from "./plan.ts";
import { runTest } from "./run-test.ts";
import { SetupError } from "./setup-error.ts";
import {
  type Behaviour,
  echoes,
  echoing,
  type StoryHost,
  setStage,
  tell,
  wellBehaved,
} from "./story.fixture.ts";
import type { Workload } from "./workload.ts";

/** The error of a test that never began, and the host, whose nodes must all be gone. */
async function failure(
  behaviour: Behaviour,
  plan: Partial<TestPlan> = {},
  workload: Workload = echoing(1),
): Promise<{ error: SetupError; host: StoryHost }> {
  const stage = setStage({ behaviour, workload, plan });
  const error = await runTest(stage.plan).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SetupError)) throw new Error(`expected a SetupError, got ${error}`);
  expect(stage.trace.filter((event) => event.kind === "op")).toEqual([]);
  return { error, host: stage.host };
}

test("a node that refuses init: its answer and its last words are told, and every node is killed", async () => {
  const { error, host } = await failure(
    (request, actor) => {
      if (actor.name !== "n1") return echoes(request, actor);
      actor.log("reading config");
      actor.log("no config");
      actor.reply({ type: "error", code: 13, text: "cannot start" });
    },
    { nodes: ["n0", "n1", "n2"] },
  );
  expect(error.node).toBe("n1");
  expect(error.message.split("\n")).toEqual([
    'n1 answered init with {"type":"error","code":13,"text":"cannot start","in_reply_to":1}',
    "It wrote to stderr, last:",
    "  reading config",
    "  no config",
    expect.stringMatching(/^Answer init with exactly \{"type":"init_ok","in_reply_to":1\}/),
  ]);
  expect(host.killed.sort()).toEqual(["n0", "n1", "n2"]);
});

test.each([
  ["another type", { type: "echo_ok", echo: 1 }],
  ["the type in another case", { type: "INIT_OK" }],
  ["no type", {}],
])("init_ok must be exactly that, and not %s", async (_, answer) => {
  const { error } = await failure((_, actor) => actor.reply(answer));
  expect(error.message).toContain("n0 answered init with {");
});

test("a key too many in init_ok is no fault", async () => {
  const { run } = await tell({
    behaviour: (request, actor) =>
      request.type === "init" ? actor.reply({ type: "init_ok", version: 3 }) : echoes(request, actor),
    workload: echoing(1),
  });
  expect(run.history).toHaveLength(2);
});

test("a node that never answers init has 10 s", async () => {
  const { error } = await failure(() => {});
  expect(error.message).toContain("n0 did not answer init within 10 s\nIt wrote nothing to stderr.\n");

  const late = await tell({
    behaviour: (request, actor) => actor.after(9_900, () => echoes(request, actor)),
    workload: echoing(0),
  });
  expect(late.run.interrupted).toBe(false);
});

test("what the node printed instead of an answer is told as well", async () => {
  const { error } = await failure((_, actor) => actor.send("c99", { type: "init_ok", in_reply_to: 1 }));
  expect(error.message).toContain(
    "\nIt answered c99 when that was gone, after which Maelstrom never reads a node",
  );
});

test("a node that exits before it answers is not waited for", async () => {
  const { error } = await failure((_, actor) => {
    actor.log("Error: Cannot find module");
    actor.exit(1);
  });
  expect(error.message).toContain("n0 exited with code 1 before it answered init");
  expect(error.message).toContain("  Error: Cannot find module");
  // `node bin.js` in a script finds its file by hand, and not here.
  expect(error.message).toMatch(/run it by hand .* in the directory for temporary files/);
});

test("what is odd about the program of a node that does not come up is told", async () => {
  const doubt = "node.js has no first line that names its interpreter.";
  const { plan, host } = setStage({ behaviour: (_, actor) => actor.exit(2), workload: echoing(1) });
  const start: TestPlan["host"]["start"] = async (node, network, events) => ({
    ...(await host.start(node, network, events)),
    doubt,
  });
  await expect(runTest({ ...plan, host: { start } })).rejects.toThrow(
    `It wrote nothing to stderr.\n${doubt}\nA node must run until it is killed`,
  );
});

test("an answer without the end of its line is told", async () => {
  const { plan, host } = setStage({ behaviour: () => {}, workload: echoing(1) });
  const start: TestPlan["host"]["start"] = async (node, network, events) => ({
    ...(await host.start(node, network, events)),
    unfinishedLine: '{"src":"n0"}',
  });
  await expect(runTest({ ...plan, host: { start } })).rejects.toThrow(
    /within 10 s\nIt wrote nothing to stderr\.\nIt printed to stdout what has no line end yet, .* It is: "\{\\"src\\":\\"n0\\"\}"\n/,
  );
});

test("a node that cannot be started ends the test, and those that could are killed", async () => {
  const { plan, host } = setStage({ behaviour: echoes, workload: echoing(1), plan: { nodes: ["n0", "n1"] } });
  const start: TestPlan["host"]["start"] = async (node, network, events) => {
    if (node === "n0") throw new Error("node.py is not executable; run chmod +x node.py");
    return host.start(node, network, events);
  };
  await expect(runTest({ ...plan, host: { start } })).rejects.toThrow("chmod +x node.py");
  expect(host.killed).toEqual(["n1"]);
});

test("a node that cannot be killed is named, and does not hide the result", async () => {
  const logged: string[] = [];
  const { plan, host } = setStage({
    behaviour: echoes,
    workload: echoing(1),
    plan: { observer: { log: (line) => logged.push(line) } },
  });
  const start: TestPlan["host"]["start"] = async (node, network, events) => ({
    ...(await host.start(node, network, events)),
    kill: () => Promise.reject(new Error("EPERM")),
  });
  const run = await runTest({ ...plan, host: { start } });
  expect(run.history).toHaveLength(2);
  expect(logged).toEqual(["n0 could not be killed: Error: EPERM"]);
});

const topology = message<{ readonly topology: { readonly [node: string]: readonly string[] } }, object>(
  "topology",
);

/** A workload whose clients tell each node its neighbours before the test begins, as broadcast's do. */
const withTopology: Workload = echoing(1, {
  client: (connection) => ({
    async setup() {
      const neighbours = connection.nodes.filter((node) => node !== connection.node);
      await connection.call(topology, { topology: { [connection.node]: neighbours } });
    },
    invoke: async () => ({ type: "ok" }),
  }),
});

test("clients are set up once for each node, before the first operation", async () => {
  const heard: string[] = [];
  const { trace } = await tell({
    behaviour: wellBehaved((request, actor) => {
      heard.push(`${actor.name} ${JSON.stringify(request)}`);
      actor.reply({ type: "topology_ok" });
    }),
    workload: withTopology,
    plan: { nodes: ["n0", "n1"], concurrency: 4 },
  });
  expect(heard).toEqual([
    'n0 {"topology":{"n0":["n1"]},"type":"topology","msg_id":1}',
    'n1 {"topology":{"n1":["n0"]},"type":"topology","msg_id":1}',
  ]);
  const order = trace.filter((event) => event.kind === "op" || (event.kind === "send" && event.src === "c2"));
  expect(order[0]?.kind).toBe("send");
});

test("a node that refuses what it is told in the setup ends the test", async () => {
  const refuses = wellBehaved((_, actor) => actor.reply({ type: "error", code: 10, text: "topology?" }));
  const { error } = await failure(refuses, {}, withTopology);
  expect(error.message).toContain("n0 could not be set up for echo: not-supported (10): topology?");
});

test("a node that does not answer in the setup has 5 s; one that dies there is not waited for", async () => {
  const silent = await failure(
    wellBehaved(() => {}),
    {},
    withTopology,
  );
  expect(silent.error.message).toContain("within 5000 ms");
  const dying = await failure(
    wellBehaved((_, actor) => actor.exit(3)),
    {},
    withTopology,
  );
  expect(dying.error.message).toContain("n0 exited with code 3 while its client was set up");
});
