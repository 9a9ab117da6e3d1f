import { attachService, attachServices, seqKvInMemory } from "@gossip-glomers/kv-client/testing";
import { cluster, type TestNode } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { add, asked, counters, read } from "../test/counters.ts";
import { createServer, server } from "./server.ts";

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

/** The nodes that have read another node's total. */
function readersOf(key: string, nodes: readonly TestNode[]): readonly string[] {
  return nodes
    .filter(({ sent }) => sent.some(({ body }) => body.type === "read" && body.key === key))
    .map(({ id }) => id);
}

test.each([
  [7, false],
  [8, true],
])("%i nodes share their reads by default: %s", async (count, isShared) => {
  const { node, nodes } = await counters({ nodes: count });
  await node("n0").request("c1", read);
  expect(readersOf("g-counter", nodes)).toEqual(isShared ? ["n0"] : []);
});

test("while the node that has begun a round is slow to read the totals, nobody else reads them", async () => {
  const { nodes, world, advance } = await cluster(server, {
    nodes: 20,
    latencyMs: ({ src, body }) =>
      src === "seq-kv" || body.type !== "read" || body.key === "g-counter" ? 0 : 300,
  });
  attachServices(world);
  const replies: unknown[] = [];
  world.attach("c2", ({ body }) => void replies.push(body.value));
  for (const each of nodes) each.deliver("c2", { ...read, msg_id: 1 });
  await advance(2_000);
  expect(replies).toEqual(nodes.map(() => 0));
  expect(readersOf("g-counter/n7", nodes)).toHaveLength(1);
});

test("if it is cut off from seq-kv before it has read them, the others have theirs in time", async () => {
  let cutOff: string | undefined;
  const { node, nodes, world, advance } = await cluster(server, {
    nodes: 20,
    loses: ({ src, dest }) => cutOff !== undefined && (src === cutOff || dest === cutOff),
  });
  attachServices(world);
  await node("n1").request("c1", add(4));
  await advance(600);
  const replies = new Map<string, number>();
  for (const each of nodes) {
    world.attach(`c${each.id}`, ({ body }) => {
      expect(body).toMatchObject({ type: "read_ok", value: 4 });
      replies.set(each.id, world.now);
    });
    each.deliver(`c${each.id}`, { ...read, msg_id: 1 });
  }
  const hasBegun = ({ sent }: TestNode): boolean => sent.some(({ body }) => body.key === "g-counter/n7");
  await world.advanceUntil(() => nodes.some(hasBegun), 1_000);
  cutOff = nodes.find(hasBegun)?.id;
  expect(cutOff).toBeDefined();
  await advance(1_500);
  expect([...replies.keys()].sort()).toEqual(
    nodes
      .map(({ id }) => id)
      .filter((id) => id !== cutOff)
      .sort(),
  );
});

test("the age of a shared sum is counted from the sending of the look that it proves fresh", async () => {
  const { node, world, advance } = await cluster(createServer({ shareFrom: 2 }), {
    nodes: 2,
    latencyMs: ({ dest, body }) => (dest === "n0" && body.type === "write_ok" ? 400 : 0),
  });
  // Whatever may be stale is as stale as it may be.
  attachService(
    world,
    "seq-kv",
    seqKvInMemory(() => 0, "wrapping"),
  );
  node("n0").deliver("c1", { ...read, msg_id: 1 });
  await advance(1);
  // A round begins at 251 and is soon done: n0 will see it, and that it began after its look of 0.
  expect(await node("n1").request("c2", read)).toMatchObject({ value: 0 });
  await advance(9);
  await node("n1").request("c2", add(5));
  await advance(550);
  expect(node("n0").sent.at(-1)?.body).toMatchObject({ type: "read_ok", value: 0 });
  expect(await node("n0").request("c1", read)).toMatchObject({ value: 5 });
});
