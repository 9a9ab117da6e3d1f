import { type ExactRecord, Float } from "@gossip-glomers/history";
import { type Definition, echo, kafka, message, RpcError, uniqueIds } from "@gossip-glomers/protocol";
import { expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { seconds } from "../generator/duration.ts";
import { SimulatedNetwork } from "../network/simulated-network.ts";
import { Random } from "../random/random.ts";
import type { Exact } from "../run/workload.ts";
import { call } from "./call.ts";
import { MalformedReply } from "./errors.ts";
import { NetworkClient } from "./network-client.ts";

/** Calls a node that answers with `body`. */
async function answered<Request extends object, Reply extends object>(
  definition: Definition<Request, Reply>,
  payload: Exact<Request> & ExactRecord,
  body: ExactRecord,
) {
  const clock = new VirtualClock();
  const latency = { distribution: "constant", mean: 0 } as const;
  const network = new SimulatedNetwork({
    clock,
    latency,
    random: Random.fromSeed(1),
    trace: { write: () => {} },
  });
  network.attach("n0", ({ src }) =>
    network.send({ src: "n0", dest: src, body: { in_reply_to: 1, ...body } }),
  );
  const client = new NetworkClient("c0", network, clock);
  return clock.run(call<Request, Reply>(client, "n0", definition, payload, seconds(5)));
}

test("an answer that fits is returned typed, and as it came", async () => {
  const answer = await answered(echo.echo, { echo: "hi" }, { type: "echo_ok", echo: "hi", msg_id: 8 });
  expect(answer.reply.echo).toBe("hi");
  expect(answer.body).toEqual({ in_reply_to: 1, type: "echo_ok", echo: "hi", msg_id: 8 });
});

test.each([
  ["a key too many", { type: "echo_ok", echo: "hi", at: "n0" }, "/at"],
  ["a key too few", { type: "echo_ok" }, "echo"],
  ["another type", { type: "generate_ok", echo: "hi" }, '/type in the body must be "echo_ok"'],
  ["no type", { echo: "hi" }, '/type in the body must be "echo_ok"'],
  ["a type that is a number", { type: 7, echo: "hi" }, '/type in the body must be "echo_ok"'],
  ["a msg_id that is a string", { type: "echo_ok", echo: "hi", msg_id: "x3" }, "/msg_id"],
])("an answer with %s is malformed, and the error names it", async (_, body, where) => {
  const failure = answered(echo.echo, { echo: "hi" }, body);
  await expect(failure).rejects.toThrow(MalformedReply);
  await expect(failure).rejects.toThrow(/^Malformed RPC response\. n0 was sent the request/);
  await expect(failure).rejects.toThrow('{"echo":"hi","type":"echo","msg_id":1}');
  await expect(failure).rejects.toThrow(JSON.stringify({ in_reply_to: 1, ...body }));
  await expect(failure).rejects.toThrow(where);
});

test("numbers are those that the node wrote, for a bigint is an integer to a schema", async () => {
  const id = [9007199254740993n, new Float(1)];
  const { reply } = await answered(uniqueIds.generate, {}, { type: "generate_ok", id });
  expect(reply.id).toEqual(id);
  const offset = 1_700_000_000_000_000_001n;
  const sent = await answered(kafka.send, { key: "k", msg: 1 }, { type: "send_ok", offset });
  expect(sent.reply.offset).toBe(offset);
});

test("a whole number with a fraction is no integer, as on Maelstrom", async () => {
  const failure = answered(kafka.send, { key: "k", msg: 1 }, { type: "send_ok", offset: new Float(1) });
  await expect(failure).rejects.toThrow(MalformedReply);
  await expect(failure).rejects.toThrow(/"offset":1\.0.*\/offset in the body must be integer/s);
});

test("an error is thrown as such, however it looks", async () => {
  const bare = answered(uniqueIds.generate, {}, { type: "error" });
  await expect(bare).rejects.toThrow(RpcError);
  await expect(bare).rejects.toMatchObject({ codeName: "unknown", definite: false });
  const rich = answered(uniqueIds.generate, {}, { type: "error", code: 20, text: "gone", key: 3 });
  await expect(rich).rejects.toMatchObject({ code: 20, text: "gone", definite: true });
});

test("a message without a schema may answer what it likes", async () => {
  const gossip = message<{ readonly seen: number }, { readonly more: number }>("gossip");
  const { reply } = await answered(gossip, { seen: 3 }, { type: "gossip_ok", more: 4, anything: [] });
  expect(reply.more).toBe(4);
});
