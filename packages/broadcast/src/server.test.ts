import type { Json } from "@gossip-glomers/protocol";
import { type Cluster, cluster, probe, type TestNode } from "@gossip-glomers/protocol/testing";
import { layOut } from "@gossip-glomers/protocol/topology";
import { expect, test } from "vitest";
import { createServer, server } from "./server.ts";

async function read(node: TestNode): Promise<unknown> {
  return (await node.request("c9", { type: "read" })).messages;
}

/** Gossip of the whole cluster, as `n0→n1`. */
function ways({ world }: Cluster): string[] {
  return world.sent.filter(({ body }) => body.type === "gossip").map(({ src, dest }) => `${src}→${dest}`);
}

test("a value is acknowledged and read at once where it was given, and everywhere soon after", async () => {
  const { node, nodes, advance } = await cluster(server, { nodes: 5, latencyMs: 100 });
  expect(await node("n3").request("c1", { type: "broadcast", message: 7 })).toMatchObject({
    type: "broadcast_ok",
  });
  expect(await read(node("n3"))).toEqual([7]);
  await advance(640);
  for (const one of nodes) expect(await read(one)).toEqual([7]);
});

test("a value goes to the hub, from there to all others, and is acknowledged once; then there is silence", async () => {
  const swarm = await cluster(server, { nodes: 4, latencyMs: 100 });
  await swarm.node("n3").request("c1", { type: "broadcast", message: 7 });
  await swarm.advance(600_000);
  expect(ways(swarm)).toEqual(["n3→n0", "n0→n1", "n0→n2", "n0→n3", "n1→n0", "n2→n0"]);
});

test("any JSON value can be broadcast, the same one twice, too", async () => {
  const { node, advance } = await cluster(server, { nodes: 2 });
  for (const message of [null, "x", "x", { deep: [true] }, 1.5]) {
    await node("n1").request("c1", { type: "broadcast", message });
  }
  await advance(1_000);
  expect(await read(node("n0"))).toEqual([null, "x", "x", { deep: [true] }, 1.5]);
});

test("a node alone says nothing to anybody", async () => {
  const node = await probe(server);
  await node.request("c1", { type: "broadcast", message: 1 });
  await node.world.advance(60_000);
  expect(await read(node)).toEqual([1]);
  expect(node.sent.filter(({ dest }) => !dest.startsWith("c"))).toEqual([]);
});

test("nodes that have nothing to tell say hello once, in case they had a life before, and no more", async () => {
  const swarm = await cluster(server, { nodes: 3 });
  await swarm.advance(600_000);
  expect(ways(swarm).length).toBeLessThanOrEqual(6);
});

test("the topology is acknowledged; with the option values go along it", async () => {
  const nodeIds = ["n0", "n1", "n2", "n3"];
  const swarm = await cluster(createServer({ overlay: "topology" }), { nodes: nodeIds, latencyMs: 10 });
  for (const one of swarm.nodes) {
    const reply = await one.request("c1", { type: "topology", topology: layOut("line", nodeIds) });
    expect(reply).toMatchObject({ type: "topology_ok" });
  }
  await swarm.node("n3").request("c1", { type: "broadcast", message: 7 });
  await swarm.advance(5_000);
  for (const one of swarm.nodes) expect(await read(one)).toEqual([7]);
  const neighbours = nodeIds.flatMap((id, index) => [`${id}→n${index - 1}`, `${id}→n${index + 1}`]);
  for (const way of ways(swarm)) expect(neighbours).toContain(way);
});

test("values that came before the topology go along it, too, whenever a node is told of it", async () => {
  const nodeIds = ["n0", "n1", "n2"];
  const { node, nodes, advance } = await cluster(createServer({ overlay: "topology" }), { nodes: nodeIds });
  const topology = layOut("line", nodeIds);
  await node("n0").request("c1", { type: "topology", topology });
  await node("n0").request("c1", { type: "broadcast", message: 7 });
  await advance(1_000);
  await node("n1").request("c1", { type: "topology", topology });
  await node("n2").request("c1", { type: "topology", topology });
  await advance(2_000);
  for (const one of nodes) expect(await read(one)).toEqual([7]);
});

test("the frugal profile hands up in windows: of a busy second and a half, one message", async () => {
  const { node, world, advance } = await cluster(createServer({ profile: "frugal" }), {
    nodes: 2,
    latencyMs: 100,
  });
  for (let value = 0; value < 100; value += 1) {
    await node("n1").request("c1", { type: "broadcast", message: value });
    await advance(10);
  }
  await advance(1_000);
  expect(world.sent.filter(({ src, dest }) => src === "n1" && dest === "n0").length).toBe(1);
  expect(await read(node("n0"))).toHaveLength(100);
});

test("gossip that is none, by a client that tries, is refused and does no harm", async () => {
  const { node, advance } = await cluster(server, { nodes: 2 });
  for (const fault of [
    {},
    { n: 1, heard: 0, life: "x" },
    { n: -1, heard: 0, life: "x", hub: "n0" },
    { n: 1, heard: 0, life: "x", hub: "n0", runs: [["a", 0]] },
    { n: 1, heard: 0, life: "x", hub: "n0", have: [["a"]] },
  ]) {
    expect(await node("n0").request("c1", { type: "gossip", ...fault })).toMatchObject({ code: 12 });
  }
  node("n0").deliver("c1", { type: "gossip", n: 1, heard: 0, life: "x", hub: "n0", runs: [["a", 0, [99]]] });
  await advance(1_000);
  expect(await read(node("n1"))).toEqual([]);
});

test("whatever is acknowledged arrives, however deeply it is nested, and so does what comes after it", async () => {
  const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);
  for (let levels = 494; levels <= 502; levels += 1) {
    const { node, advance } = await cluster(server, { nodes: 2 });
    const { type } = await node("n1").request("c1", { type: "broadcast", message: nested(levels) });
    await node("n1").request("c1", { type: "broadcast", message: "later" });
    await advance(5_000);
    expect(await read(node("n0"))).toEqual(type === "broadcast_ok" ? [nested(levels), "later"] : ["later"]);
  }
});

test("an option that the bin would refuse is refused when the server is made, and not when it is asked", () => {
  // @ts-expect-error There is no such profile.
  expect(() => createServer({ profile: "thrifty" })).toThrow(
    new RangeError('createServer: profile must be one of quick, frugal; it was "thrifty"'),
  );
});
