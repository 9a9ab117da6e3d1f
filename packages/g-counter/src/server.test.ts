import {
  attachService,
  attachServices,
  type ServiceBody,
  seqKvInMemory,
} from "@gossip-glomers/kv-client/testing";
import {
  type Cluster,
  type ClusterOptions,
  cluster,
  probe,
  type TestNode,
} from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { createServer, server } from "./server.ts";

async function counters(options: ClusterOptions = {}): Promise<Cluster> {
  const nodes = await cluster(server, options);
  attachServices(nodes.world);
  return nodes;
}

const add = (delta: number): { type: string; delta: number } => ({ type: "add", delta });
const read = { type: "read" };

/** What a node has asked seq-kv, in short. */
function asked(node: TestNode): readonly string[] {
  return node.sent.filter(({ dest }) => dest === "seq-kv").map(({ body }) => body.type);
}

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

test("many nodes that are read at once read the totals once", async () => {
  const { node, nodes, world, advance } = await counters({ nodes: 20 });
  const replies: unknown[] = [];
  world.attach("c2", ({ body }) => void replies.push(body.value));
  await node("n3").request("c1", add(7));
  await advance(600);
  for (const each of nodes) each.deliver("c2", { ...read, msg_id: 1 });
  await advance(1_000);
  expect(replies).toEqual(nodes.map(() => 7));
  const readers = nodes.filter((each) =>
    each.sent.some(({ body }) => body.type === "read" && body.key === "g-counter/n3" && each.id !== "n3"),
  );
  expect(readers).toHaveLength(1);
  // Alone, it would have been 40 for each and more.
  const messages = nodes.reduce((sum, each) => sum + asked(each).length, 0);
  expect(messages).toBeLessThan(20 * 8 + 25);
});

test("a lone reader among many nodes waits for company once", async () => {
  const { node, world, advance } = await counters({ nodes: 20 });
  const waits: number[] = [];
  for (let i = 1; i <= 4; i += 1) {
    await node("n1").request("c1", add(1));
    await advance(600);
    const askedAt = world.now;
    expect(await node("n0").request("c1", read)).toMatchObject({ value: i });
    waits.push(world.now - askedAt);
  }
  expect(waits).toEqual([250, 0, 0, 0]);
});

test("if the node that has begun a round dies, the others begin another", async () => {
  const { node, world, advance } = await counters({ nodes: 20 });
  let isDead = false;
  world.attach("n5", (message) => {
    if (message.body.type === "cas_ok") isDead = true;
    if (!isDead) node("n5").node.receive(message);
  });
  await node("n1").request("c1", add(4));
  await advance(600);
  node("n5").deliver("c2", { ...read, msg_id: 1 });
  await advance(400);
  expect(isDead).toBe(true);
  expect(await node("n2").request("c1", read)).toMatchObject({ value: 4 });
});

test("a key of the shared sum that holds something else is said to", async () => {
  const { node, world } = await cluster(server, { nodes: 20 });
  const service = seqKvInMemory(() => 0, "wrapping");
  service("n0", { type: "write", key: "g-counter", value: 3 });
  attachService(world, "seq-kv", service);
  expect(await node("n0").request("c1", read)).toMatchObject({ type: "error", code: 13 });
  expect(
    node("n0")
      .logged.map(({ line }) => line)
      .join("\n"),
  ).toContain("seq-kv holds 3 at g-counter");
});

test("nobody speaks when nobody asks", async () => {
  const { node, nodes, advance } = await counters();
  await node("n0").request("c1", add(1));
  for (const each of nodes) await each.request("c2", read);
  const sent = nodes.map((each) => each.sent.length);
  await advance(600_000);
  expect(nodes.map((each) => each.sent.length)).toEqual(sent);
});

/** A node whose next answers from seq-kv are lost while the test says so, and a store that outlives it. */
async function life(
  service: ReturnType<typeof seqKvInMemory>,
  isLost: (body: ServiceBody) => boolean,
  seed: number,
) {
  const node = await probe(server, { seed });
  attachService(node.world, "seq-kv", (src, body) => {
    const reply = service(src, body);
    return isLost(body) ? undefined : reply;
  });
  return node;
}

test("an add that was committed but not acknowledged before a crash is counted once, and the next one on top", async () => {
  const service = seqKvInMemory(() => 0, "wrapping");
  const first = await life(service, ({ type }) => type === "cas", 1);
  first.deliver("c1", { ...add(5), msg_id: 9 });
  await first.world.advance(10);
  first.node.stop();
  const second = await life(service, () => false, 2);
  expect(await second.request("c1", add(2))).toMatchObject({ type: "add_ok" });
  expect(await second.request("c1", read)).toMatchObject({ value: 7 });
});

test("an add whose answer is lost is settled by reading, and acknowledged", async () => {
  let lost = 1;
  const node = await life(
    seqKvInMemory(() => 0, "wrapping"),
    ({ type }) => type === "cas" && lost-- > 0,
    1,
  );
  expect(await node.request("c1", add(5))).toMatchObject({ type: "add_ok" });
  expect(await node.request("c1", read)).toMatchObject({ value: 5 });
});

test("while seq-kv is silent, a read is not done and an add unknown; afterwards both are right", async () => {
  let isSilent = false;
  const service = seqKvInMemory(() => 0, "wrapping");
  const node = await life(service, () => isSilent, 1);
  await node.request("c1", add(1));
  isSilent = true;
  expect(await node.request("c1", add(5))).toMatchObject({ type: "error", code: 0 });
  expect(await node.request("c1", read)).toMatchObject({ type: "error", code: 11 });
  isSilent = false;
  await node.request("c1", add(2));
  expect(await node.request("c1", read)).toMatchObject({ value: 8 });
});

test("an add that could not even begin is refused for certain", async () => {
  const node = await life(
    seqKvInMemory(() => 0, "wrapping"),
    () => true,
    1,
  );
  expect(await node.request("c1", add(5))).toMatchObject({ type: "error", code: 11 });
});

test("a key that holds something else is said to", async () => {
  const service = seqKvInMemory(() => 0, "wrapping");
  service("n9", { type: "write", key: "g-counter/n0", value: "mine" });
  const node = await life(service, () => false, 1);
  expect(await node.request("c1", add(1))).toMatchObject({ type: "error", code: 13 });
  expect(node.logged.map(({ line }) => line).join("\n")).toContain('seq-kv holds "mine" at g-counter/n0');
});

// If a node counted its messages from 1 again after a crash, an answer to its former life that is still under way would answer, by
// number and type, a question of the new one.
test("a late answer to a former life does not acknowledge an add of the new one", async () => {
  const service = seqKvInMemory(() => 0, "wrapping");
  const first = await life(service, ({ type }) => type === "cas", 1);
  first.deliver("c1", { ...add(5), msg_id: 9 });
  await first.world.advance(10);
  first.node.stop();
  const swap = first.sent.find(({ body }) => body.type === "cas")?.body.msg_id;

  // The new life's swap is lost on its way, and then the answer to the former one arrives.
  const second = await probe(server, { seed: 2 });
  attachService(second.world, "seq-kv", (src, body) =>
    body.type === "cas" ? undefined : service(src, body),
  );
  second.deliver("c1", { ...add(2), msg_id: 10 });
  await second.world.advance(10);
  second.deliver("seq-kv", { type: "cas_ok", in_reply_to: Number(swap) });
  await second.world.advance(10);
  const { value } = service("n0", { type: "read", key: "g-counter/n0" }) ?? {};
  expect(JSON.stringify(value)).toContain('"total":5');
  expect(second.sent.map(({ body }) => body.type)).not.toContain("add_ok");
});

test("a read whose store falls silent half-way is refused while its client still waits", async () => {
  for (const nodes of [3, 20]) {
    const { node, world } = await cluster(server, { nodes });
    const service = seqKvInMemory(() => 0, "wrapping");
    // The first answer comes late, and then none.
    let answers = 0;
    attachService(world, "seq-kv", (src, body) =>
      world.now > 2_900 && answers++ === 0 ? service(src, body) : undefined,
    );
    expect(await node("n0").request("c1", read)).toMatchObject({ type: "error", code: 11 });
  }
});

test("so is an add that could begin only late, and has no answer then", async () => {
  const service = seqKvInMemory(() => 0, "wrapping");
  const node = await probe(server);
  attachService(node.world, "seq-kv", (src, body) =>
    node.world.now > 2_900 && body.type === "read" ? service(src, body) : undefined,
  );
  expect(await node.request("c1", add(5))).toMatchObject({ type: "error", code: 0 });
});

test.each([4_000, 10_000])(
  "a node that was cut off from seq-kv for %i ms adds and reads again 2.5 s after that at the latest",
  async (cutMs) => {
    for (const nodes of [1, 3, 20]) {
      const { node, world, advance } = await cluster(server, { nodes });
      const service = seqKvInMemory(() => 0, "wrapping");
      const [begin, end] = [1_000, 1_000 + cutMs];
      const isCut = (src: string): boolean => src === "n0" && world.now >= begin && world.now < end;
      attachService(world, "seq-kv", (src, body) => (isCut(src) ? undefined : service(src, body)));
      const answers = new Map<
        number,
        { readonly at: number; readonly type: string; readonly value: unknown }
      >();
      world.attach("c1", ({ body }) => {
        answers.set(Number(body.in_reply_to), { at: world.now, type: body.type, value: body.value });
      });
      const [early, late] = [begin + cutMs / 2, end + 3_000];
      // One client of each kind, as on Maelstrom: it asks again when it has its answer, or has waited for 5 s.
      for (const [first, body] of [
        [1, add(1)],
        [100_001, read],
      ] as const) {
        let [id, askedAt] = [first - 1, Number.NEGATIVE_INFINITY];
        const ask = (): void => {
          if (world.now > late) return;
          if (id < first || answers.has(id) || world.now - askedAt >= 5_000) {
            id += 1;
            askedAt = world.now;
            node("n0").deliver("c1", { ...body, msg_id: id });
          }
          world.clock.setTimer(10, ask);
        };
        ask();
      }
      await advance(late + 5_000);
      const done = [...answers.values()].filter(({ type }) => type.endsWith("_ok"));
      for (const type of ["add_ok", "read_ok"]) {
        const of = done.filter((answer) => answer.type === type);
        expect(of.filter(({ at }) => at >= early && at < end)).toEqual([]);
        expect(of.find(({ at }) => at >= end)?.at).toBeLessThanOrEqual(end + 2_500);
      }
      const acknowledged = done.filter(({ type }) => type === "add_ok").length;
      const { value } = await node("n0").request("c2", read);
      // What ended without a clear answer may have been added, once each.
      expect(value).toBeGreaterThanOrEqual(acknowledged);
      expect(value).toBeLessThanOrEqual([...answers.keys()].filter((id) => id < 100_000).length);
    }
  },
);

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
