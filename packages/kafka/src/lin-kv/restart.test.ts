/** A node that restarts while lin-kv still has something to say to its former life. */
import { attachServices } from "@gossip-glomers/kv-client/testing";
import { TestNode, World } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { createServer } from "../server.ts";

/** A life of n0, which has answered init. */
async function life(world: World, seed: number): Promise<TestNode> {
  const node = new TestNode(world, "n0", createServer({ strategy: "lin-kv" }), seed);
  await node.request("c0", { type: "init", msg_id: 1, node_id: "n0", node_ids: ["n0"] });
  return node;
}

/** The first life sends "a" and crashes `crashAfterMs` later; the second one sends "b" at once, and is asked what there is. */
async function restart(crashAfterMs: number) {
  const world = new World({ latencyMs: 100 });
  attachServices(world);
  const former = await life(world, 1);
  former.deliver("c1", { type: "send", msg_id: 1, key: "k", msg: "a" });
  await world.advance(crashAfterMs);
  former.node.stop();
  const latter = await life(world, 2);
  const { offset } = await latter.request("c2", { type: "send", msg_id: 1, key: "k", msg: "b" });
  await world.advance(5_000);
  const { msgs } = await latter.request("c3", { type: "poll", msg_id: 2, offsets: { k: 0 } });
  return { offset, msgs };
}

test("a message sent after the former life's last answer has come in is where its reply says", async () => {
  const { offset, msgs } = await restart(250);
  expect(msgs).toEqual({
    k: [
      [0, "a"],
      [1, "b"],
    ],
  });
  expect(offset).toBe(1);
});

// If both lives counted their calls from 1, the former's cas_ok would settle the latter's call, which was refused, and "b" would
// be acknowledged though it is nowhere.
test("an answer to the former life is not taken for one to the new life", async () => {
  const { offset, msgs } = await restart(50);
  expect(msgs).toMatchObject({ k: expect.arrayContaining([[offset, "b"]]) });
});
