import { type Cluster, cluster, probe, TestNode } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { createServer } from "../server.ts";

const twoNodes = { nodes: 2, latencyMs: 1 };

function send(node: TestNode, key: string, msg: unknown) {
  return node.request("c1", { type: "send", key, msg });
}

async function poll(node: TestNode, key: string) {
  const { msgs } = await node.request("c1", { type: "poll", offsets: { [key]: 0 } });
  return ((msgs as Record<string, [number, unknown][]>)[key] ?? []).map(([, msg]) => msg);
}

/** How many messages nodes exchange while `ms` pass. */
async function spoken({ world, advance }: Cluster, ms: number): Promise<number> {
  const before = world.sent.length;
  await advance(ms);
  return world.sent.slice(before).filter(({ dest }) => !dest.startsWith("c")).length;
}

/** Two nodes between which a cut can be made, after they have met. */
async function separable() {
  let isCut = false;
  const all = await cluster(createServer({ batchInterval: 50 }), {
    ...twoNodes,
    loses: ({ dest }) => isCut && !dest.startsWith("c"),
  });
  await poll(all.node("n0"), "k");
  await poll(all.node("n1"), "k");
  await all.advance(1_000);
  return {
    ...all,
    cut: () => {
      isCut = true;
    },
    heal: () => {
      isCut = false;
    },
  };
}

describe("a partition", () => {
  test("does not stop sends; polls wait with what the other side might still go below, and then skip nothing", async () => {
    const { node, advance, cut, heal } = await separable();
    await send(node("n0"), "k", "before");
    await advance(200);
    cut();
    expect(await send(node("n0"), "k", "on the one side")).toMatchObject({ type: "send_ok" });
    expect(await send(node("n1"), "k", "on the other")).toMatchObject({ type: "send_ok" });
    await advance(5_000);
    expect(await poll(node("n0"), "k")).toEqual(["before"]);
    expect(await poll(node("n1"), "k")).toEqual(["before"]);
    heal();
    await advance(1_500);
    for (const id of ["n0", "n1"]) {
      expect(await poll(node(id), "k")).toEqual(["before", "on the one side", "on the other"]);
    }
  });

  test("makes nodes ask for each other seldom, not for every send", async () => {
    const all = await separable();
    all.cut();
    await all.advance(2_000);
    for (let i = 0; i < 50; i += 1) {
      await send(all.node("n0"), "k", i);
      await all.advance(40);
    }
    expect(await spoken(all, 10_000)).toBeLessThanOrEqual(11);
  });
});

describe("nodes that have nothing to say are silent", () => {
  test("from the start", async () => {
    expect(await spoken(await cluster(createServer(), twoNodes), 60_000)).toBe(0);
  });

  test("as soon as all have heard of the last send", async () => {
    const all = await separable();
    await send(all.node("n0"), "k", 1);
    // The send, and that it has come.
    expect(await spoken(all, 1_000)).toBe(2);
    expect(await spoken(all, 60_000)).toBe(0);
  });
});

test("a node says nothing before it is asked: others may not have been started yet", async () => {
  const node = await probe(createServer(), { nodeIds: ["n0", "n1"] });
  await node.world.advance(10_000);
  expect(node.sent).toEqual([]);
});

test("many sends travel in few messages", async () => {
  const all = await separable();
  for (let i = 0; i < 500; i += 1) all.node("n0").deliver("c1", { type: "send", key: `k${i % 7}`, msg: i });
  expect(await spoken(all, 5_000)).toBe(2);
});

test("a node that was away catches up in pages of a bounded size", async () => {
  let isCut = true;
  const all = await cluster(createServer({ batchLimit: 10 }), {
    ...twoNodes,
    loses: ({ dest }) => isCut && !dest.startsWith("c"),
  });
  for (let i = 0; i < 205; i += 1) all.node("n0").deliver("c1", { type: "send", key: "k", msg: i });
  await all.advance(10_000);
  isCut = false;
  await all.advance(2_000);
  expect(await poll(all.node("n1"), "k")).toHaveLength(205);
  const sizes = all.world.sent
    .filter(({ body }) => body.type === "gossip")
    .map(({ body }) =>
      (body.sections as { events: unknown[] }[]).reduce((sum, { events }) => sum + events.length, 0),
    );
  expect(Math.max(...sizes)).toBe(10);
});

test("catching up takes a message and an answer for each page, also where messages come twice", async () => {
  let isCut = false;
  const all = await cluster(createServer({ batchLimit: 10 }), {
    nodes: 2,
    latencyMs: 30,
    loses: ({ dest }) => isCut && !dest.startsWith("c"),
  });
  // Every fifth message between nodes arrives again within a second.
  let count = 0;
  for (const { id, node } of all.nodes) {
    all.world.attach(id, (message) => {
      node.receive(message);
      count += 1;
      if (message.src.startsWith("n") && count % 5 === 0)
        all.world.clock.setTimer((count * 37) % 1_000, () => node.receive(message));
    });
  }
  await poll(all.node("n0"), "k");
  await all.advance(2_000);
  isCut = true;
  for (let value = 0; value < 1_000; value += 1)
    all.node("n0").deliver("c1", { type: "send", key: "k", msg: value });
  await all.advance(5_000);
  isCut = false;
  // A hundred pages, and what else is said in 20 s.
  expect(await spoken(all, 20_000)).toBeLessThan(2 * 100 + 60);
  expect(await poll(all.node("n1"), "k")).toHaveLength(1_000);
});

test("a node that crashed gives out no offset again as long as pages of what it had keep coming", async () => {
  const all = await cluster(createServer({ batchLimit: 10 }), { nodes: 2, latencyMs: 50 });
  await poll(all.node("n0"), "k");
  await all.advance(1_000);
  for (let value = 0; value < 200; value += 1) await send(all.node("n1"), "k", value);
  await all.advance(5_000);
  const before = Number((await send(all.node("n1"), "k", "last")).offset);
  await all.advance(1_000);
  all.node("n1").node.stop();
  const again = new TestNode(all.world, "n1", createServer({ batchLimit: 10 }), 99);
  await again.request("c0", { type: "init", node_id: "n1", node_ids: ["n0", "n1"] });
  // Twenty pages, each a tenth of a second there and back: longer than it waits for one.
  expect(Number((await send(again, "k", "new")).offset)).toBeGreaterThan(before);
});

test("an offset that was given out twice, by a node that started again while it was cut off, is logged by all", async () => {
  let isCut = false;
  const all = await cluster(createServer(), {
    ...twoNodes,
    loses: ({ dest }) => isCut && !dest.startsWith("c"),
  });
  await poll(all.node("n0"), "k");
  await all.advance(1_000);
  const { offset } = await send(all.node("n1"), "k", "old");
  await all.advance(1_000);
  all.node("n1").node.stop();
  isCut = true;
  const again = new TestNode(all.world, "n1", createServer(), 99);
  await again.request("c0", { type: "init", node_id: "n1", node_ids: ["n0", "n1"] });
  expect((await send(again, "k", "new")).offset).toBe(offset);
  isCut = false;
  await all.advance(5_000);
  for (const { logged } of [all.node("n0"), again])
    expect(logged.filter(({ level }) => level === "error" || level === "warn")).toHaveLength(1);
});

describe("a node that crashed and forgot everything", () => {
  test("has back what its peers had before it answers its first request, and gives no offset again", async () => {
    const all = await separable();
    const offsets = [await send(all.node("n1"), "k", 1), await send(all.node("n1"), "k", 2)].map(
      ({ offset }) => offset,
    );
    await all.advance(1_000);
    all.node("n1").node.stop();
    const reborn = new TestNode(all.world, "n1", createServer(), 99);
    await reborn.request("c0", { type: "init", node_id: "n1", node_ids: ["n0", "n1"] });
    const { offset } = await send(reborn, "k", 3);
    expect(Number(offset)).toBeGreaterThan(Math.max(...offsets.map(Number)));
    await all.advance(1_000);
    for (const node of [all.node("n0"), reborn]) expect(await poll(node, "k")).toEqual([1, 2, 3]);
  });
});

test("a node that starts again while it is cut off has back what its peers had soon after the heal, though nobody has anything new to say", async () => {
  const all = await separable();
  await send(all.node("n1"), "k", 1);
  await all.advance(1_000);
  all.node("n1").node.stop();
  const reborn = new TestNode(all.world, "n1", createServer(), 99);
  await reborn.request("c0", { type: "init", node_id: "n1", node_ids: ["n0", "n1"] });
  all.cut();
  expect(await poll(reborn, "k")).toEqual([]);
  await all.advance(10_000);
  all.heal();
  await all.advance(1_100);
  expect(await poll(reborn, "k")).toEqual([1]);
  expect(await spoken(all, 60_000)).toBe(0);
});

describe("over a tree", () => {
  // n0 is the root, n1 and n2 are below it; n3 is below n1, n4 below n2.
  const fiveNodes = { nodes: 5, latencyMs: 1 };

  async function joined(nodes = fiveNodes, options = {}) {
    const all = await cluster(createServer({ meshUpTo: 1, ...options }), nodes);
    await poll(all.node("n4"), "k");
    await all.advance(1_000);
    return all;
  }

  test("a send is read everywhere, in as few messages as there are links, up to four times", async () => {
    const all = await joined();
    await send(all.node("n3"), "k", 1);
    // The send and the word that all have it cross each link once, and so do the answers, but for an end or two.
    expect(await spoken(all, 1_000)).toBeLessThanOrEqual(3 * 4);
    for (const id of ["n0", "n1", "n2", "n3", "n4"]) expect(await poll(all.node(id), "k")).toEqual([1]);
    expect(await spoken(all, 60_000)).toBe(0);
  });

  test("hundreds of sends of all nodes take not many more messages than one", async () => {
    const all = await joined();
    for (let i = 0; i < 500; i += 1)
      all.node(`n${i % 5}`).deliver("c1", { type: "send", key: `k${i % 7}`, msg: i });
    expect(await spoken(all, 5_000)).toBeLessThanOrEqual(8 * 4);
  });

  test("one request makes all nodes join, also those that no client asks", async () => {
    const all = await cluster(createServer({ meshUpTo: 1 }), fiveNodes);
    const before = all.world.now;
    await send(all.node("n3"), "k", 1);
    // Up and down the tree, not the half second after which a node no longer waits.
    expect(all.world.now - before).toBeLessThan(50);
    await all.advance(1_000);
    expect(await poll(all.node("n4"), "k")).toEqual([1]);
  });

  test("a node and the one above it that crash at the same time have back what the others had", async () => {
    const all = await joined();
    const { offset } = await send(all.node("n3"), "k", 1);
    await all.advance(1_000);
    const nodeIds = ["n0", "n1", "n2", "n3", "n4"];
    const reborn = ["n3", "n1"].map((id) => {
      all.node(id).node.stop();
      return new TestNode(all.world, id, createServer({ meshUpTo: 1 }), 99);
    });
    for (const node of reborn)
      await node.request("c0", { type: "init", node_id: node.id, node_ids: nodeIds });
    const [leaf] = reborn;
    if (leaf === undefined) throw new Error("there are two");
    const again = await send(leaf, "k", 2);
    expect(Number(again.offset)).toBeGreaterThan(Number(offset));
    await all.advance(1_000);
    for (const node of [all.node("n0"), all.node("n4"), ...reborn])
      expect(await poll(node, "k")).toEqual([1, 2]);
  });

  test("a send is acknowledged when all have it whom others speak for, or enough that speak for themselves", async () => {
    let isCut = false;
    const loses = ({ src, dest }: { src: string; dest: string }) => isCut && [src, dest].includes("n2");
    const all = await joined({ ...fiveNodes, loses } as typeof fiveNodes, { acks: 2 });
    expect(await send(all.node("n3"), "k", 1)).toMatchObject({ type: "send_ok" });
    isCut = true;
    // n0 and n1 have it, and of the others nothing is known.
    expect(await send(all.node("n1"), "k", 2)).toMatchObject({ type: "send_ok" });
    expect(await send(all.node("n3"), "k", 3)).toMatchObject({ type: "error", code: 0 });
  });
});

describe("with acks", () => {
  test("a send is acknowledged when so many others have it", async () => {
    const { node, world } = await cluster(createServer({ acks: 2, batchInterval: 50 }), {
      nodes: 3,
      latencyMs: 10,
    });
    await poll(node("n0"), "k");
    const before = world.now;
    expect(await send(node("n0"), "k", 1)).toMatchObject({ type: "send_ok", offset: 0 });
    // There and back, and an interval at either end.
    expect(world.now - before).toBeGreaterThanOrEqual(120);
    expect(world.now - before).toBeLessThan(200);
  });

  test("a send that cannot be copied is answered by an error that leaves it open", async () => {
    const { node } = await cluster(createServer({ acks: 1 }), {
      nodes: 2,
      loses: ({ dest }) => dest === "n1",
    });
    expect(await send(node("n0"), "k", 1)).toMatchObject({ type: "error", code: 0 });
  });

  test("a node that is alone waits for nobody", async () => {
    const { node } = await cluster(createServer({ acks: 2 }), { nodes: 1 });
    expect(await send(node("n0"), "k", 1)).toMatchObject({ type: "send_ok", offset: 0 });
  });
});
