/** How soon the nodes of one connected side read each other's values, from the moment of a cut, or of the hub's end. */
import { drawGrudge, type Grudge, type PartitionKind, Random } from "@gossip-glomers/simulator";
import { type ProfileName, profiles } from "../src/profile.ts";
import { Swarm } from "./swarm.ts";

export interface Reached {
  /** When the value was given, in milliseconds since the cut. */
  readonly givenAt: number;
  /** When the last node of its side had it, in the same time. */
  readonly reachedAt: number;
  readonly side: "with the hub" | "without the hub";
  /** Whether the hub, or one of the nodes that are tried first in its place, is on that side. */
  readonly isFoundAtOnce: boolean;
}

/** A kind of cut; or that the hub stands still or is dead, which the others cannot tell from a cut. */
export type HubLoss = Exclude<PartitionKind, "majorities-ring"> | "paused hub" | "dead hub";

export const hubLosses: readonly HubLoss[] = ["one", "majority", "minority-third", "paused hub", "dead hub"];

/** 25 nodes, 50 values a second, 100 ms latency, as in 3d and 3e; what happens does so after 4 s, and lasts 8 s. */
export function cutOff(profile: ProfileName, kind: HubLoss, seed: number): Reached[] {
  const random = Random.fromSeed(seed).split("cut-off");
  const swarm = new Swarm({ nodes: 25, profile: profiles[profile], seed, latencyMs: () => 100 });
  const cutAt = 4_000 + random.float() * 2_000;
  const healAt = cutAt + 8_000;
  const isHubLost = kind === "paused hub" || kind === "dead hub";
  const grudge = isHubLost ? without("n0", swarm.nodeIds) : drawGrudge(kind, swarm.nodeIds, random);
  swarm.at(cutAt, () => (kind === "paused hub" ? swarm.pause("n0", 8_000) : swarm.cut(grudge)));
  // Nobody asks a node that does not answer.
  const asked = isHubLost ? swarm.nodeIds.slice(1) : swarm.nodeIds;
  swarm.at(healAt, () => swarm.heal());

  const first = swarm.nodeIds.slice(0, 1 + profiles[profile].graftsAtOnce);
  const report = (givenAt: number, reachedAt: number, side: readonly string[]): Reached => ({
    givenAt,
    reachedAt,
    side: side.includes("n0") ? "with the hub" : "without the hub",
    isFoundAtOnce: first.some((id) => side.includes(id)),
  });
  const open = new Map<number, { givenAt: number; side: readonly string[] }>();
  const reached: Reached[] = [];
  let value = 0;
  let nextAt = 0;
  while (swarm.now < healAt - 50) {
    swarm.advance(10);
    while (nextAt <= swarm.now) {
      const node = random.choice(asked);
      swarm.publish(node, value);
      const unheard = grudge.get(node) ?? new Set();
      // The last ones have no time to arrive before the heal.
      if (swarm.now > cutAt && swarm.now < healAt - 2_500) {
        open.set(value, { givenAt: swarm.now - cutAt, side: swarm.nodeIds.filter((id) => !unheard.has(id)) });
      }
      value += 1;
      nextAt += random.float() * 40;
    }
    if (open.size === 0) continue;
    const known = new Map(swarm.nodeIds.map((id) => [id, new Set(swarm.replica(id).store.values)]));
    for (const [one, { givenAt, side }] of open) {
      if (!side.every((id) => known.get(id)?.has(one))) continue;
      open.delete(one);
      reached.push(report(givenAt, swarm.now - cutAt, side));
    }
  }
  for (const { givenAt, side } of open.values()) {
    reached.push(report(givenAt, Number.POSITIVE_INFINITY, side));
  }
  return reached;
}

/** Cuts one node off from all others. */
function without(id: string, nodeIds: readonly string[]): Grudge {
  const others = nodeIds.filter((other) => other !== id);
  return new Map([[id, new Set(others)], ...others.map((other) => [other, new Set([id])] as const)]);
}
