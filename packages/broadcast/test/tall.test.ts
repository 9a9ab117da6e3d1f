/** Trees of more levels than a wave of the frugal profile has. */
import { layOut } from "@gossip-glomers/protocol/topology";
import { Random } from "@gossip-glomers/simulator";
import { expect, test } from "vitest";
import { tree } from "../src/overlay.ts";
import { frugal } from "../src/profile.ts";
import { undergo } from "./ordeal.ts";
import { Swarm } from "./swarm.ts";

test.each([25, 100])("in a grid of %i nodes nobody suspects anybody as long as all is well", (nodes) => {
  const nodeIds = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const overlay = tree(nodeIds, layOut("grid", nodeIds));
  const swarm = new Swarm({ nodes, overlay, profile: frugal, seed: 1, latencyMs: () => 100 });
  const random = Random.fromSeed(1);
  for (let value = 0; value < 100; value += 1) {
    swarm.publish(random.choice(nodeIds), value);
    swarm.advance(random.float() * 200);
    for (const id of nodeIds) expect(swarm.replica(id).suspects).toEqual([]);
  }
  swarm.advance(10_000);
  for (const id of nodeIds) expect(swarm.read(id).length).toBe(100);
});

test("after two cuts of a tree of 18 levels, with loss until the last value, all is everywhere in ten seconds", () => {
  const { missing, chatter } = undergo({
    seed: 521,
    nodes: 100,
    profile: "frugal",
    overlay: "grid",
    latency: "exponential",
    meanLatencyMs: 100,
    loss: 0.05,
    duplication: 0.2,
    faults: ["cut", "cut"],
  });
  expect(missing).toEqual([]);
  expect(chatter).toBe(0);
});
