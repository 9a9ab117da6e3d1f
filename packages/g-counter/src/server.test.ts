import { attachService, attachServices, seqKvInMemory } from "@gossip-glomers/kv-client/testing";
import { cluster } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { add, asked, counters, read } from "../test/counters.ts";
import { createServer, server } from "./server.ts";

test("what is added on one node is read on all", async () => {
  const { nodes, node, advance } = await counters();
  await node("n0").request("c1", add(3));
  await node("n1").request("c1", add(4));
  await advance(501);
  for (const each of nodes)
    expect(await each.request("c2", read)).toMatchObject({ type: "read_ok", value: 7 });
});

test("an add waits for seq-kv, and the adds that come meanwhile go together", async () => {
  const { node, world } = await counters({ nodes: 1, latencyMs: 50 });
  const replies: number[] = [];
  world.attach("c1", ({ body }) => void replies.push(Number(body.in_reply_to)));
  await node("n0").request("c1", add(1));
  const before = asked(node("n0")).length;
  for (const msgId of [11, 12, 13, 14]) node("n0").deliver("c1", { ...add(1), msg_id: msgId });
  await world.advance(99);
  expect(replies).not.toContain(11);
  await world.advance(1);
  expect(replies).toContain(14);
  expect(asked(node("n0")).slice(before)).toEqual(["cas"]);
  expect(await node("n0").request("c2", read)).toMatchObject({ value: 5 });
});

test("an add of nothing asks nobody", async () => {
  const { node } = await counters();
  expect(await node("n0").request("c1", add(0))).toMatchObject({ type: "add_ok" });
  expect(node("n0").sent.map(({ dest }) => dest)).toEqual(["c1"]);
});

test("a counter that only grows refuses to shrink", async () => {
  const { node } = await counters();
  expect(await node("n0").request("c1", add(-1))).toMatchObject({ type: "error", code: 12 });
  expect(await node("n0").request("c2", read)).toMatchObject({ value: 0 });
});

test("nor does it grow beyond what JSON can tell exactly; the add is refused, the counter goes on", async () => {
  const { node } = await counters({ nodes: 1 });
  await node("n0").request("c1", add(Number.MAX_SAFE_INTEGER));
  expect(await node("n0").request("c1", add(1))).toMatchObject({ type: "error", code: 22 });
  expect(await node("n0").request("c2", read)).toMatchObject({ value: Number.MAX_SAFE_INTEGER });
});

test("however much is added on however many nodes, the sum is one that JSON can tell exactly", async () => {
  const { nodes, node, advance } = await counters({ nodes: 3 });
  const most = Math.floor(Number.MAX_SAFE_INTEGER / 3);
  for (const each of nodes) {
    expect(await each.request("c1", add(most))).toMatchObject({ type: "add_ok" });
    expect(await each.request("c1", add(1))).toMatchObject({ type: "error", code: 22 });
  }
  await advance(501);
  expect(await node("n0").request("c2", read)).toMatchObject({ value: 3 * most });
});

test("an add that can never fit takes nobody with it", async () => {
  const { node, world } = await counters({ nodes: 1, latencyMs: 50 });
  const replies = new Map<unknown, string>();
  world.attach("c1", ({ body }) => void replies.set(body.in_reply_to, body.type));
  for (const [msgId, delta] of [
    [1, 1],
    [2, 2 ** 53],
    [3, 2],
  ] as const) {
    node("n0").deliver("c1", { ...add(delta), msg_id: msgId });
  }
  await world.advance(1_000);
  expect(Object.fromEntries(replies)).toEqual({ 1: "add_ok", 2: "error", 3: "add_ok" });
});

test.each([1.5, "3", null, 1e300, -1, 2 ** 53])(
  "a delta of %j is refused for certain, and says why",
  async (delta) => {
    const { node } = await counters();
    const reply = await node("n0").request("c1", { type: "add", delta });
    expect(reply).toMatchObject({ type: "error", text: expect.stringMatching(/^add: .*(?:delta|total)/) });
    expect([12, 22]).toContain(reply.code);
    expect(await node("n1").request("c2", read)).toMatchObject({ value: 0 });
  },
);

test("reads within half a second of each other ask once, and after it once more", async () => {
  const { node, advance } = await counters({ nodes: 2 });
  const reader = node("n0");
  for (let i = 0; i < 5; i += 1) await reader.request("c1", read);
  expect(asked(reader)).toEqual(["write", "read", "read"]);
  await advance(499);
  await reader.request("c1", read);
  expect(asked(reader)).toHaveLength(3);
  await advance(2);
  await reader.request("c1", read);
  expect(asked(reader)).toHaveLength(6);
});

test("a node that has lately added need not sync, and knows its own total", async () => {
  const { node, advance } = await counters({ nodes: 3 });
  await node("n0").request("c1", add(1));
  const before = asked(node("n0")).length;
  await advance(100);
  expect(await node("n0").request("c1", read)).toMatchObject({ value: 1 });
  expect(asked(node("n0")).slice(before)).toEqual(["read", "read"]);
});

test("a fresh add of another node is seen at once, if no read may be stale", async () => {
  const { node, world, advance } = await cluster(createServer({ maxStale: 0 }));
  attachServices(world);
  for (let value = 1; value <= 40; value += 1) {
    await node("n0").request("c1", add(1));
    await advance(1);
    expect(await node("n1").request("c2", read)).toMatchObject({ value });
  }
});

test("a read counts its age from the commit that has made it fresh, and not from its own time", async () => {
  const { node, world, advance } = await cluster(server, { nodes: 2 });
  // Whatever may be stale is as stale as it may be.
  attachService(
    world,
    "seq-kv",
    seqKvInMemory(() => 0, "wrapping"),
  );
  await node("n1").request("c1", add(1));
  await advance(10);
  await node("n0").request("c1", add(3));
  await advance(230);
  expect(await node("n1").request("c2", read)).toMatchObject({ value: 1 });
  await advance(280);
  expect(await node("n1").request("c2", read)).toMatchObject({ value: 4 });
});

test("nobody speaks when nobody asks", async () => {
  const { node, nodes, advance } = await counters();
  await node("n0").request("c1", add(1));
  for (const each of nodes) await each.request("c2", read);
  const sent = nodes.map((each) => each.sent.length);
  await advance(600_000);
  expect(nodes.map((each) => each.sent.length)).toEqual(sent);
});
