/** Offsets that no log can have: too high to be exact, or of a node that is not among the nodes. */
import { attachServices } from "@gossip-glomers/kv-client/testing";
import { cluster, TestNode, World } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { createServer } from "./server.ts";

describe.each(["gossip", "lin-kv"] as const)("strategy %s", (strategy) => {
  async function start() {
    const { node, world } = await cluster(createServer({ strategy }), { nodes: 1, latencyMs: 1 });
    attachServices(world);
    return (type: string, body: object) => node("n0").request("c1", { type, ...body });
  }

  test("a commit of an offset so high that it would be rounded is refused as a whole, and the highest exact one is kept", async () => {
    const request = await start();
    for (const offset of [2 ** 53, 1e21]) {
      const refusal = await request("commit_offsets", { offsets: { a: 3, k: offset } });
      expect(refusal).toMatchObject({
        code: 12,
        text: expect.stringMatching(/\/offsets\/k must be at most/),
      });
    }
    await request("commit_offsets", { offsets: { l: Number.MAX_SAFE_INTEGER } });
    const committed = await request("list_committed_offsets", { keys: ["a", "k", "l"] });
    expect(committed.offsets).toEqual({ l: Number.MAX_SAFE_INTEGER });
  });

  test("a poll from an offset so high that it is rounded returns nothing, as any from beyond the end", async () => {
    const request = await start();
    await request("send", { key: "k", msg: 1 });
    for (const from of [2 ** 53, 1e21, 1e308])
      expect(await request("poll", { offsets: { k: from } })).toMatchObject({ type: "poll_ok", msgs: {} });
  });
});

test("a node that is not among the nodes has no place to give offsets from, and says so when it is initialised", async () => {
  const node = new TestNode(new World(), "n1", createServer(), 1);
  const init = (nodeIds: readonly string[]) =>
    node.request("c0", { type: "init", node_id: "n1", node_ids: nodeIds });
  for (const others of [["n0"], []]) expect(await init(others)).toMatchObject({ type: "error", code: 12 });
  expect(await init(["n0", "n1"])).toMatchObject({ type: "init_ok" });
});
