/** What values cost as long as all is well: two messages for each branch of the tree at the most, whoever gives them. */
import { layOut } from "@gossip-glomers/protocol/topology";
import { Random } from "@gossip-glomers/simulator";
import { expect, test } from "vitest";
import { type Overlay, star, tree } from "../src/overlay.ts";
import { type ProfileName, profiles } from "../src/profile.ts";
import { Swarm } from "./swarm.ts";

const overlays: Readonly<Record<string, (nodeIds: readonly string[]) => Overlay>> = {
  star,
  line: (nodeIds) => tree(nodeIds, layOut("line", nodeIds)),
  grid: (nodeIds) => tree(nodeIds, layOut("grid", nodeIds)),
  tree4: (nodeIds) => tree(nodeIds, layOut("tree4", nodeIds)),
};
const shapes = Object.keys(overlays).flatMap((overlay) => [3, 5, 25].map((nodes) => ({ overlay, nodes })));
const values = 20;

/** Gives a value every so many ms, to one node or to any; returns how many messages that costs until all is quiet. */
function cost(nodes: number, overlay: string, profile: ProfileName, pauseMs: number, giver?: string): number {
  const nodeIds = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const shape = overlays[overlay]?.(nodeIds) ?? star(nodeIds);
  const swarm = new Swarm({
    nodes,
    overlay: shape,
    profile: profiles[profile],
    seed: 1,
    latencyMs: () => 100,
  });
  const random = Random.fromSeed(1);
  for (let value = 0; value < values; value += 1) {
    swarm.publish(giver ?? random.choice(nodeIds), value);
    swarm.advance(pauseMs);
  }
  swarm.advance(30_000);
  for (const id of nodeIds) expect(swarm.read(id).length).toBe(values);
  return swarm.messages;
}

test.each(shapes)(
  "in a $overlay of $nodes nodes, values now and then cost no more than that",
  ({ overlay, nodes }) => {
    // One who alone has values is told nothing in the round, so that he must be answered in time by a message of his own.
    for (const giver of ["n0", "n1", `n${nodes - 1}`, undefined]) {
      for (const profile of ["quick", "frugal"] as const) {
        for (const pauseMs of [700, 3_000]) {
          expect(cost(nodes, overlay, profile, pauseMs, giver)).toBeLessThanOrEqual(values * 2 * (nodes - 1));
        }
      }
    }
  },
);
