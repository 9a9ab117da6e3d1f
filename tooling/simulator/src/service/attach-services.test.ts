import type { ExactJson, TraceEvent } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { SimulatedNetwork } from "../network/simulated-network.ts";
import { Random } from "../random/random.ts";
import { attachServices } from "./attach-services.ts";

interface Arrival {
  readonly ms: number;
  readonly src: string;
  readonly body: ExactJson;
}

/** A network with services and one node that writes down what it gets. */
function stage(meanLatency = 0) {
  const clock = new VirtualClock();
  const random = Random.fromSeed(7);
  const events: TraceEvent[] = [];
  const network = new SimulatedNetwork({
    clock,
    latency: { distribution: "constant", mean: meanLatency },
    random: random.split("latency"),
    trace: { write: (event) => events.push(event) },
  });
  const warnings: string[] = [];
  attachServices({
    network,
    random: random.split("services"),
    warn: (service, line) => warnings.push(`${service} ${line}`),
  });
  const arrivals: Arrival[] = [];
  network.attach("n0", ({ src, body }) => arrivals.push({ ms: clock.now() / 1e6, src, body }));
  const pass = (ms: number): Promise<void> =>
    clock.run(new Promise((done) => clock.schedule(clock.now() + ms * 1e6, done)));
  return { network, warnings, arrivals, pass };
}

test("each service answers under its own name", async () => {
  const { network, arrivals, pass } = stage();
  for (const dest of ["lin-kv", "seq-kv", "lww-kv"]) {
    network.send({ src: "n0", dest, body: { type: "write", key: "k", value: 1, msg_id: 4 } });
  }
  network.send({ src: "n0", dest: "lin-tso", body: { type: "ts", msg_id: 5 } });
  await pass(1);
  expect(arrivals.map(({ src, body }) => [src, body])).toEqual([
    ["lin-kv", { type: "write_ok", in_reply_to: 4 }],
    ["seq-kv", { type: "write_ok", in_reply_to: 4 }],
    ["lww-kv", { type: "write_ok", in_reply_to: 4 }],
    ["lin-tso", { type: "ts_ok", ts: 0, in_reply_to: 5 }],
  ]);
});

test("a call takes twice the latency, and a partition does not touch it", async () => {
  const { network, arrivals, pass } = stage(50);
  network.cut("n0", ["n1", "n2"]);
  network.send({ src: "n0", dest: "lin-kv", body: { type: "read", key: "k", msg_id: 1 } });
  await pass(200);
  expect(arrivals).toEqual([
    {
      ms: 100,
      src: "lin-kv",
      body: { type: "error", code: 20, text: "key does not exist", in_reply_to: 1 },
    },
  ]);
});

describe("no answer, but a warning", () => {
  test.each<[body: ExactJson, reason: string]>([
    [{ type: "delete", key: 1, msg_id: 1 }, 'the request\'s type is "delete"; send one of read, write, cas'],
    [{ msg_id: 1 }, "the request's type is missing; send one of read, write, cas"],
    ["hello", "its body is no object; send one with a type"],
    [[1], "its body is no object; send one with a type"],
  ])("to %j", async (body, reason) => {
    const { network, warnings, arrivals, pass } = stage();
    network.send({ src: "n0", dest: "lin-kv", body });
    network.send({ src: "n0", dest: "lin-kv", body: { type: "write", key: 1, value: 1, msg_id: 2 } });
    await pass(1);
    expect(warnings).toEqual([`lin-kv did not answer ${JSON.stringify(body)} of n0: ${reason}`]);
    expect(arrivals.map((arrival) => arrival.body)).toEqual([{ type: "write_ok", in_reply_to: 2 }]);
  });

  test("to somebody who is gone, though the request is done", async () => {
    const { network, warnings, arrivals, pass } = stage(10);
    network.attach("n1", () => {});
    network.send({ src: "n1", dest: "lin-kv", body: { type: "write", key: 1, value: 9, msg_id: 1 } });
    network.detach("n1");
    await pass(30);
    network.send({ src: "n0", dest: "lin-kv", body: { type: "read", key: 1, msg_id: 1 } });
    await pass(30);
    expect(warnings).toEqual([
      'lin-kv did not answer {"type":"write","key":1,"value":9,"msg_id":1} of n1: it is no longer there',
    ]);
    expect(arrivals.map(({ body }) => body)).toEqual([{ type: "read_ok", value: 9, in_reply_to: 1 }]);
  });
});

test("a request without msg_id is answered with none", async () => {
  const { network, arrivals, pass } = stage();
  network.send({ src: "n0", dest: "lin-tso", body: { type: "ts" } });
  await pass(1);
  expect(arrivals.map(({ body }) => body)).toEqual([{ type: "ts_ok", ts: 0, in_reply_to: null }]);
});
