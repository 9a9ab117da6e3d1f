/** A mesh in which a single link is cut: what two nodes do not tell each other comes through others. */
import { type Cluster, cluster, type SentMessage } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { createServer } from "../server.ts";

type Cut = (message: Pick<SentMessage, "src" | "dest">) => boolean;

const cuts: readonly (readonly [string, Cut])[] = [
  ["in both directions", ({ src, dest }) => [src, dest].sort().join() === "n0,n1"],
  ["in one direction", ({ src, dest }) => src === "n0" && dest === "n1"],
];

/** A mesh whose nodes have met before the cut. */
async function meshWithCut(nodes: number, isCut: Cut): Promise<Cluster> {
  let isWhole = true;
  const all = await cluster(createServer({ pollLimit: 100_000 }), {
    nodes,
    latencyMs: 5,
    loses: (message) => !isWhole && isCut(message),
  });
  for (const { id } of all.nodes) await poll(all, id);
  await all.advance(1_000);
  isWhole = false;
  return all;
}

async function poll({ node }: Cluster, id: string): Promise<readonly unknown[]> {
  const { msgs } = await node(id).request("c1", { type: "poll", offsets: { k: 0 } });
  return (Object(msgs).k ?? []).map((entry: readonly unknown[]) => entry[1]);
}

/** Has nodes send for a while, each every 20 ms, and says what is to be polled in the end. */
async function keepSending(all: Cluster, senders: readonly string[], ms: number): Promise<number> {
  let sent = 0;
  for (let elapsed = 0; elapsed < ms; elapsed += 20) {
    for (const id of senders)
      all.node(id).deliver("c2", { type: "send", msg_id: 10_000 + sent, key: "k", msg: sent++ });
    await all.advance(20);
  }
  return sent;
}

describe.each(cuts)("a link that is cut %s", (_, isCut) => {
  test.each([
    ["all nodes", ["n0", "n1", "n2"]],
    ["one end", ["n0"]],
    ["the other end", ["n1"]],
    ["the third node", ["n2"]],
    ["both ends", ["n0", "n1"]],
  ])("while %s keep sending, no node's polls stand still", async (_, senders) => {
    for (const nodes of [3, 5]) {
      const all = await meshWithCut(nodes, isCut);
      const before = await keepSending(all, senders, 10_000);
      await keepSending(all, senders, 3_000);
      for (const { id } of all.nodes) {
        const polled = await poll(all, id);
        // All that was sent until three seconds ago.
        expect(new Set(polled).size, id).toBeGreaterThanOrEqual(before);
      }
    }
  });

  test("a single send is polled at both ends, whoever sends it", async () => {
    for (const sender of ["n0", "n1", "n2"]) {
      const all = await meshWithCut(3, isCut);
      await all.node(sender).request("c1", { type: "send", key: "k", msg: "a" });
      await all.advance(4_000);
      for (const { id } of all.nodes) expect(await poll(all, id)).toEqual(["a"]);
    }
  });

  test("though it was so from the beginning, does not keep a send from being polled everywhere", async () => {
    const all = await cluster(createServer(), { nodes: 3, latencyMs: 5, loses: isCut });
    await all.node("n0").request("c1", { type: "send", key: "k", msg: "a" });
    await all.node("n1").request("c1", { type: "send", key: "k", msg: "b" });
    await all.advance(5_000);
    for (const { id } of all.nodes) expect(await poll(all, id)).toEqual(["a", "b"]);
  });

  test("costs nothing once all have heard of the last send", async () => {
    const all = await meshWithCut(5, isCut);
    await all.node("n0").request("c1", { type: "send", key: "k", msg: "a" });
    await all.advance(10_000);
    const before = all.world.sent.length;
    await all.advance(60_000);
    expect(all.world.sent.length).toBe(before);
  });
});

test("without a cut, nobody is asked while all keep sending", async () => {
  const all = await meshWithCut(5, () => false);
  const before = all.world.sent.length;
  await keepSending(all, ["n0", "n1", "n2", "n3", "n4"], 10_000);
  const asked = all.world.sent.slice(before).filter(({ body }) => body.ask === true);
  expect(asked).toEqual([]);
});
