/** Logs of messages so long that 32 of them make no line. */
import { attachService, linKvInMemory, type ServiceBody } from "@gossip-glomers/kv-client/testing";
import { cluster } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { createServer } from "../server.ts";

/** Two of them are more than fits into a segment. */
const long = "x".repeat(9_000_000);

/** Two nodes, and a lin-kv that answers requests which end a segment as it is told. */
async function start(ending: (carryOut: () => ServiceBody | undefined) => ServiceBody | undefined) {
  const all = await cluster(createServer({ strategy: "lin-kv" }), { nodes: 2, latencyMs: 1 });
  const service = linKvInMemory();
  let longest = 0;
  attachService(all.world, "lin-kv", (src, body) => {
    longest = Math.max(longest, JSON.stringify(body).length);
    const isEnd = Array.isArray(body.to) && body.to.length === 32;
    return isEnd ? ending(() => service(src, body)) : service(src, body);
  });
  const send = (id: string, msg: string) => all.node(id).request("c1", { type: "send", key: "k", msg });
  const read = async (): Promise<readonly string[]> => {
    const messages: string[] = [];
    for (let from = 0; ; ) {
      const { msgs } = await all.node("n1").request("c1", { type: "poll", offsets: { k: from } });
      const entries: readonly [number, string][] = Object(msgs).k ?? [];
      messages.push(...entries.map(([, msg]) => msg.replace(long, "long")));
      const last = entries.at(-1);
      if (last === undefined) return messages;
      from = last[0] + 1;
    }
  };
  return { ...all, send, read, longest: () => longest };
}

test("no request has more than two segments of a bounded length, and all messages are read in their order", async () => {
  const { send, read, longest } = await start((carryOut) => carryOut());
  const sent = ["a", `${long} b`, "c", `${long} d`, "e"];
  const offsets: number[] = [];
  for (const [index, msg] of sent.entries()) offsets.push(Number((await send(`n${index % 2}`, msg)).offset));
  expect(offsets).toEqual([0, 1, 2, 32, 33]);
  expect(await read()).toEqual(sent.map((msg) => msg.replace(long, "long")));
  expect(longest()).toBeLessThan(20_000_000);
});

test("a segment that lin-kv refuses to end, for certain, fails the send that needed it and no other", async () => {
  let isRefusing = true;
  const abort: ServiceBody = { type: "error", code: 14, text: "no" };
  const { send, read } = await start((carryOut) => (isRefusing ? abort : carryOut()));
  await send("n0", `${long} a`);
  expect(await send("n0", `${long} b`)).toMatchObject({ type: "error", code: 14 });
  isRefusing = false;
  expect(await send("n0", `${long} c`)).toMatchObject({ type: "send_ok" });
  expect(await read()).toEqual(["long a", "long c"]);
});

test("a segment whose end nobody confirms is looked at, and the send comes through", async () => {
  const { send, read } = await start((carryOut) => {
    carryOut();
    return undefined;
  });
  await send("n0", `${long} a`);
  expect(await send("n0", `${long} b`)).toMatchObject({ type: "send_ok", offset: 32 });
  expect(await read()).toEqual(["long a", "long b"]);
});

test("a poll from a place where a segment was ended goes on until it finds something, however slow lin-kv is", async () => {
  const { world, node } = await cluster(createServer({ strategy: "lin-kv" }), { nodes: 1, latencyMs: 600 });
  attachService(world, "lin-kv", linKvInMemory());
  for (const msg of [`${long} a`, `${long} b`, "c"])
    await node("n0").request("c1", { type: "send", key: "k", msg });
  const { msgs } = await node("n0").request("c1", { type: "poll", offsets: { k: 1 } });
  const entries: readonly [number, string][] = Object(msgs).k ?? [];
  expect(entries[0]?.[0]).toBe(32);
});
