/**
 * Numbers that JavaScript rounds go through a test as they were printed, as on Maelstrom: from a node to another node,
 * to a service and back, and to a client and into the history.
 */
import { fileURLToPath } from "node:url";
import {
  printEdn,
  printExactJson,
  readExactJson,
  readTraceLines,
  traceHeaderLine,
  traceLine,
} from "@gossip-glomers/history";
import { uniqueIds } from "@gossip-glomers/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { call } from "../src/client/call.ts";
import { NetworkClient } from "../src/client/network-client.ts";
import { inspectLine } from "../src/host/inspect-line.ts";
import { attachServices, ProcessHost, Random, seconds, VirtualClock, WallClock } from "../src/index.ts";
import { Recorder } from "../src/run/recorder.ts";
import { Stage } from "./stage.ts";

/** What Maelstrom tells apart and JSON.parse does not. */
const digits: fc.Arbitrary<string> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.integer({ min: 0, max: 5 }).map((above) => String(2n ** 53n + BigInt(above))),
  fc.bigInt({ max: 10n ** 40n }).map(String),
  fc.integer().map((whole) => `${whole}.0`),
);

/** JSON as text: keys differ, and nothing is written in two ways. */
const jsonText: fc.Arbitrary<string> = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    digits,
    fc.constantFrom("null", "true", '"9007199254740993"', "0.5"),
    fc.array(tie("json"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
    fc
      .array(tie("json"), { maxLength: 3 })
      .map((items) => `{${items.map((item, i) => `"k${i}":${item}`).join(",")}}`),
  ),
})).json;

test("a process gets the digits that another printed, and its own come back", async () => {
  const clock = new WallClock();
  const bin = fileURLToPath(new URL("fixtures/mirror.mjs", import.meta.url));
  const stage = new Stage(clock, new ProcessHost({ clock, bin }));
  const node = await stage.start("n0");
  const texts = fc.sample(jsonText, { numRuns: 200, seed: 1 });
  for (const text of texts)
    stage.network.send({ src: "c0", dest: "n0", body: { value: readExactJson(text) } });
  await stage.until(() => stage.happenings.length === texts.length);
  await node.kill();
  const answers = stage.happenings.map((answer) => ("from" in answer ? printExactJson(answer.body) : answer));
  expect(answers).toEqual(texts.map((text) => `{"value":${text}}`));
});

test("an answer enters the history, and a stored trace, as the node printed it", async () => {
  await fc.assert(
    fc.asyncProperty(jsonText, async (id) => {
      const clock = new VirtualClock();
      const stage = new Stage(clock, { start: () => Promise.reject(new Error("there is no process here")) });
      const recorder = new Recorder(clock, { write: (event) => stage.trace.push(event) });
      stage.network.attach("n0", () => {
        const line = `{"src":"n0","dest":"c1","body":{"type":"generate_ok","in_reply_to":1,"id":${id}}}`;
        const inspection = inspectLine(line);
        if ("message" in inspection) stage.network.send(inspection.message);
      });
      const client = new NetworkClient("c1", stage.network, clock);
      const answer = await clock.run(call(client, "n0", uniqueIds.generate, {}, seconds(5)));
      const value = answer.reply.id;
      const invocation = { thread: 0, time: 0, process: 0, f: "generate", value: null };
      recorder.end(invocation, { outcome: { type: "ok", value }, carrier: null });

      expect(printExactJson(value)).toBe(id);
      const header = traceHeaderLine({
        ...{ kind: "run", version: 1, workload: "unique-ids", nodes: ["n0"], clock: "virtual", seed: 1 },
        options: {},
      });
      const stored = readTraceLines([header, ...stage.trace.map(traceLine)]).events;
      expect(stored).toEqual(stage.trace);
      const [operation] = stored.flatMap((event) => (event.kind === "op" ? event.op : []));
      expect(printEdn(operation?.value ?? null)).toBe(printEdn(value));
    }),
  );
});

test("a store keeps two keys and two values apart that JavaScript would take for one", async () => {
  const clock = new VirtualClock();
  const stage = new Stage(clock, { start: () => Promise.reject(new Error("there is no process here")) });
  attachServices({ network: stage.network, random: Random.fromSeed(1), warn: () => {} });
  const ask = async (request: string): Promise<unknown> => {
    stage.happenings.length = 0;
    stage.network.send({ src: "c0", dest: "lin-kv", body: readExactJson(request) });
    const answer = await stage.until((happening) => "from" in happening);
    return "from" in answer ? printExactJson(answer.body) : answer;
  };
  await ask('{"type":"write","key":9007199254740992,"value":9007199254740993,"msg_id":1}');
  expect(await ask('{"type":"read","key":9007199254740992,"msg_id":2}')).toBe(
    '{"type":"read_ok","value":9007199254740993,"in_reply_to":2}',
  );
  expect(await ask('{"type":"read","key":9007199254740993,"msg_id":3}')).toContain('"code":20');
  expect(await ask('{"type":"cas","key":9007199254740992,"from":9007199254740992,"to":1,"msg_id":4}')).toBe(
    '{"type":"error","code":22,"text":"current value 9007199254740993 is not 9007199254740992","in_reply_to":4}',
  );
});
