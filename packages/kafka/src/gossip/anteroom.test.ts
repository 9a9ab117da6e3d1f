/** What clients hear of a node that takes long to join. */
import { type Cluster, cluster, TestNode } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import type { KafkaOptions } from "../options.ts";
import { createServer } from "../server.ts";

const requests = [
  { type: "send", key: "k", msg: "new" },
  { type: "poll", offsets: { k: 0 } },
  { type: "commit_offsets", offsets: { k: 1 } },
  { type: "list_committed_offsets", keys: ["k"] },
];

/** Starts n1 again, which has ten seconds of pages to take in: fifty of them, each a fifth of a second there and back. */
async function restart(given: Partial<KafkaOptions> = {}): Promise<{ all: Cluster; again: TestNode }> {
  const equip = createServer({ batchLimit: 10, ...given });
  const all = await cluster(equip, { nodes: 2, latencyMs: 100 });
  await all.node("n0").request("c1", { type: "poll", offsets: {} });
  await all.advance(1_000);
  for (let value = 0; value < 500; value += 1)
    all.node("n0").deliver("c1", { type: "send", key: "k", msg: value });
  await all.advance(20_000);
  all.node("n1").node.stop();
  const again = new TestNode(all.world, "n1", equip, 99);
  await again.request("c0", { type: "init", node_id: "n1", node_ids: ["n0", "n1"] });
  return { all, again };
}

test.each(requests)("$type is answered while its client waits, and has done nothing", async (body) => {
  const { all, again } = await restart();
  expect(await again.request("c1", body)).toMatchObject({ type: "error", code: 11 });
  await all.advance(20_000);
  const { msgs } = await again.request("c1", { type: "poll", offsets: { k: 0 } });
  expect(Object(msgs).k.map(([, msg]: [number, unknown]) => msg)).toEqual(
    Array.from({ length: 500 }, (_, value) => value),
  );
  const committed = await again.request("c1", { type: "list_committed_offsets", keys: ["k"] });
  expect(committed).toMatchObject({ offsets: {} });
});

test("who still waits when the node has joined is served then, in the order of asking", async () => {
  const { all, again } = await restart();
  again.deliver("c9", { type: "poll", msg_id: 900, offsets: {} });
  await all.advance(8_000);
  for (const [index, msg] of ["a", "b"].entries())
    again.deliver("c2", { type: "send", msg_id: 1_000 + index, key: "late", msg });
  await all.advance(5_000);
  const { msgs } = await again.request("c1", { type: "poll", offsets: { late: 0 } });
  expect(Object(msgs).late.map(([, msg]: [number, string]) => msg)).toEqual(["a", "b"]);
});

test("a send that has waited for its node to join waits the shorter for its copies", async () => {
  const { all, again } = await restart({ acks: 1 });
  const askedAt = all.world.now;
  all.world.clock.setTimer(2_000, () => all.world.attach("n0", () => {}));
  expect(await again.request("c1", { type: "send", key: "k", msg: "new" })).toMatchObject({ code: 0 });
  expect(all.world.now - askedAt).toBeLessThanOrEqual(4_500);
});
