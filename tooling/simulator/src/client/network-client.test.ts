import type { TraceEvent } from "@gossip-glomers/history";
import type { Json } from "@gossip-glomers/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { milliseconds, seconds } from "../generator/duration.ts";
import { type Envelope, UnknownAddressError } from "../network/network.ts";
import { SimulatedNetwork } from "../network/simulated-network.ts";
import { Random } from "../random/random.ts";
import { ClientAddresses } from "./addresses.ts";
import { ClientClosed, RpcTimeout } from "./errors.ts";
import { NetworkClient } from "./network-client.ts";

let clock: VirtualClock;
let network: SimulatedNetwork;
let received: Envelope[];

beforeEach(() => {
  clock = new VirtualClock();
  const trace = { write: (_: TraceEvent) => {} };
  const latency = { distribution: "constant", mean: 0 } as const;
  network = new SimulatedNetwork({ clock, latency, random: Random.fromSeed(1), trace });
  received = [];
  network.attach("n0", (message) => received.push(message));
});

/** n0 writes to the client after some milliseconds. */
function later(ms: number, body: Json, dest = "c0"): void {
  clock.schedule(milliseconds(ms), () => network.send({ src: "n0", dest, body }));
}

const open = () => new NetworkClient("c0", network, clock);

test("requests are numbered from 1, and the answer is the message that names the number", async () => {
  const client = open();
  later(10, { type: "a_ok", in_reply_to: 1 });
  const first = await clock.run(client.request("n0", { type: "a" }, seconds(5)));
  later(20, { type: "b_ok", in_reply_to: 2 });
  const second = await clock.run(client.request("n0", { type: "b" }, seconds(5)));

  expect(received.map((message) => message.body)).toEqual([
    { type: "a", msg_id: 1 },
    { type: "b", msg_id: 2 },
  ]);
  expect([first, second]).toEqual([
    { type: "a_ok", in_reply_to: 1 },
    { type: "b_ok", in_reply_to: 2 },
  ]);
});

test.each<[string, Json]>([
  ["an answer to another request", { type: "a_ok", in_reply_to: 2 }],
  ["an answer whose in_reply_to is a string", { type: "a_ok", in_reply_to: "1" }],
  ["a request of a node", { type: "gossip", msg_id: 1 }],
  ["no object", "a_ok"],
  ["nothing", null],
  ["a list", [{ in_reply_to: 1 }]],
])("%s is dropped without a word", async (_, body) => {
  const client = open();
  later(10, body);
  later(20, { type: "a_ok", in_reply_to: 1 });
  await expect(clock.run(client.request("n0", { type: "a" }, seconds(5)))).resolves.toMatchObject({
    type: "a_ok",
  });
  expect(clock.now()).toBe(milliseconds(20));
});

test("an answer just before the deadline is in time, one after it is not", async () => {
  const client = open();
  later(4999, { type: "a_ok", in_reply_to: 1 });
  await clock.run(client.request("n0", { type: "a" }, seconds(5)));

  const start = clock.now();
  later((start + seconds(5)) / 1e6 + 1, { type: "b_ok", in_reply_to: 2 });
  const late = clock.run(client.request("n0", { type: "b" }, seconds(5)));
  await expect(late).rejects.toThrow(RpcTimeout);
  await expect(late).rejects.toThrow('n0 did not answer {"type":"b","msg_id":2} within 5000 ms');
  expect(clock.now()).toBe(start + seconds(5));
});

test("an answer that is late is dropped, and the next request is answered by its own", async () => {
  const client = open();
  later(15, { type: "a_ok", in_reply_to: 1 });
  await expect(clock.run(client.request("n0", { type: "a" }, milliseconds(10)))).rejects.toThrow(RpcTimeout);
  later(30, { type: "b_ok", in_reply_to: 2 });
  await expect(clock.run(client.request("n0", { type: "b" }, seconds(5)))).resolves.toMatchObject({
    type: "b_ok",
  });
});

test("one request at a time", () => {
  const client = open();
  client.request("n0", { type: "a" }, seconds(5));
  expect(() => client.request("n0", { type: "b" }, seconds(5))).toThrow(
    "NetworkClient.request: c0 waits for an answer already; await that first",
  );
});

describe("a client that is closed", () => {
  test("has no address any more", () => {
    open().close();
    expect(() => network.send({ src: "n0", dest: "c0", body: {} })).toThrow(UnknownAddressError);
  });

  test("tells whoever waits for its answer", async () => {
    const client = open();
    const answer = client.request("n0", { type: "a" }, seconds(5));
    client.close();
    await expect(answer).rejects.toThrow(ClientClosed);
  });
});

describe("the exchange of an operation", () => {
  test("is the first of its calls, with the ids of request and answer", async () => {
    const client = open();
    later(10, { type: "poll_ok", in_reply_to: 1 });
    await clock.run(client.request("n0", { type: "poll" }, seconds(5)));
    later(20, { type: "commit_ok", in_reply_to: 2 });
    await clock.run(client.request("n0", { type: "commit" }, seconds(5)));
    expect(client.takeExchange()).toEqual({ request: 0, reply: 1 });
    expect(client.takeExchange()).toBeNull();
  });

  test("has no answer if none came", async () => {
    const client = open();
    await expect(clock.run(client.request("n0", { type: "a" }, 1))).rejects.toThrow(RpcTimeout);
    expect(client.takeExchange()).toEqual({ request: 0 });
  });
});

test("clients are named in the order in which they are opened", () => {
  const addresses = new ClientAddresses();
  expect([addresses.next(), addresses.next(), addresses.next()]).toEqual(["c0", "c1", "c2"]);
});
