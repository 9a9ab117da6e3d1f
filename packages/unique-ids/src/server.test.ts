import { type Cluster, cluster, probe } from "@gossip-glomers/protocol/testing";
import { expect, test, vi } from "vitest";
import { server } from "./server.ts";

/** What `count` requests get, shared out among the nodes. */
async function generate(nodes: Cluster, count: number): Promise<unknown[]> {
  const ids: unknown[] = [];
  for (let i = 0; i < count; i += 1) {
    const node = nodes.nodes[i % nodes.nodes.length];
    ids.push((await node?.request("c1", { type: "generate" }))?.id);
  }
  return ids;
}

test("no two requests get the same id, on whichever node", async () => {
  const ids = await generate(await cluster(server, { nodes: 3 }), 300);
  expect(new Set(ids).size).toBe(300);
});

test("a node asks nobody: its only messages are its replies", async () => {
  const node = await probe(server);
  for (let i = 0; i < 10; i += 1) await node.request("c1", { type: "generate" });
  await node.world.advance(60_000);
  expect(node.sent.map(({ dest, body }) => [dest, body.type])).toEqual(Array(10).fill(["c1", "generate_ok"]));
});

test("a node that crashed and started again with nothing remembered repeats no id", async () => {
  const lives = await Promise.all([1, 2, 3].map((seed) => probe(server, { seed })));
  const ids: unknown[] = [];
  for (const life of lives) {
    for (let i = 0; i < 100; i += 1) ids.push((await life.request("c1", { type: "generate" })).id);
  }
  expect(new Set(ids).size).toBe(300);
});

test("no clock is read, so none can make it repeat itself", async () => {
  const node = await probe(server);
  const clock = vi.spyOn(node.runtime, "wallTime");
  const before = await node.request("c1", { type: "generate" });
  clock.mockReturnValue(0);
  const after = await node.request("c1", { type: "generate" });
  expect(after.id).not.toBe(before.id);
  expect(clock).not.toHaveBeenCalled();
});
