/** What `--acks` is for: what has been acknowledged survives the crash of its node. Sends are in `gossip-log.test.ts`. */
import { cluster, TestNode } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { createServer } from "../server.ts";

const commit = { type: "commit_offsets", offsets: { k: 9 } };
const list = { type: "list_committed_offsets", keys: ["k"] };

async function start(options = {}) {
  let isCut = false;
  const all = await cluster(createServer({ acks: 1, ...options }), {
    nodes: 2,
    latencyMs: 10,
    loses: ({ dest }) => isCut && dest.startsWith("n"),
  });
  await all.node("n1").request("c1", { type: "poll", offsets: {} });
  await all.advance(1_000);
  return {
    ...all,
    cut: () => {
      isCut = true;
    },
  };
}

test.each([
  ["once", 1],
  ["a second time while the first one waits", 2],
])(
  "a commit that has been acknowledged, asked for %s, is known after its node has crashed at once",
  async (_, times) => {
    const { node, world } = await start();
    for (let number = 1; number < times; number += 1) node("n1").deliver("c2", { ...commit, msg_id: 800 });
    expect(await node("n1").request("c1", commit)).toMatchObject({ type: "commit_offsets_ok" });
    node("n1").node.stop();
    const again = new TestNode(world, "n1", createServer({ acks: 1 }), 99);
    await again.request("c0", { type: "init", node_id: "n1", node_ids: ["n0", "n1"] });
    for (const each of [node("n0"), again])
      expect(await each.request("c1", list)).toMatchObject({ offsets: { k: 9 } });
  },
);

test("a commit that cannot be copied is answered by an error that leaves it open, unless others have it already", async () => {
  const { node, advance, world, cut } = await start();
  await node("n1").request("c1", commit);
  cut();
  const askedAt = world.now;
  expect(await node("n1").request("c1", commit)).toMatchObject({ type: "commit_offsets_ok" });
  expect(world.now).toBe(askedAt);
  const higher = { ...commit, offsets: { k: 10 } };
  expect(await node("n1").request("c1", higher)).toMatchObject({ type: "error", code: 0 });
  await advance(1_000);
});

test("without acks a commit waits for nobody", async () => {
  const { node, world } = await start({ acks: 0 });
  const askedAt = world.now;
  expect(await node("n1").request("c1", commit)).toMatchObject({ type: "commit_offsets_ok" });
  expect(world.now).toBe(askedAt);
});
