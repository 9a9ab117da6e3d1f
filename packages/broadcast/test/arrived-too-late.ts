/**
 * How soon the nodes of one side have each other's values after they have lost their hub. This is stricter than
 * `read-too-late.ts`: latencies add up, and nobody waits for what is under way.
 */
import { Random } from "@gossip-glomers/simulator";
import { type ProfileName, profiles } from "../src/profile.ts";
import { drawSides, type HubLoss, type Late, lossMs, type Outcome, servedMs } from "./hub-loss.ts";
import { Swarm } from "./swarm.ts";

/** Those of 3d and 3e; of 3d's a little more, as latencies add up. */
const limitMs = { quick: 640, frugal: 2_000 };

/** 25 nodes, 50 values a second, 100 ms latency, as in 3d and 3e. */
export function arrivedTooLate(profile: ProfileName, kind: HubLoss, seed: number): Outcome {
  const random = Random.fromSeed(seed).split("cut-off");
  const swarm = new Swarm({ nodes: 25, profile: profiles[profile], seed, latencyMs: () => 100 });
  const lostAt = 4_000 + random.float() * 2_000;
  const sides = drawSides(kind, swarm.nodeIds, random);
  swarm.at(lostAt, () => (kind === "paused hub" ? swarm.pause("n0", lossMs) : swarm.cut(sides.grudge)));

  const open = new Map<number, { givenAt: number; dueAt: number; side: readonly string[] }>();
  const knownBy = new Map(swarm.nodeIds.map((id) => [id, new Set<unknown>()]));
  const late: Late[] = [];
  let values = 0;
  let value = 0;
  let nextAt = 0;
  while (swarm.now < lostAt + lossMs - 50) {
    swarm.advance(10);
    const now = swarm.now - lostAt;
    while (nextAt <= swarm.now) {
      const node = random.choice(sides.answering);
      swarm.publish(node, value);
      const dueAt = Math.max(servedMs, now + limitMs[profile]);
      if (now > 0 && dueAt < lossMs - 500) {
        open.set(value, { givenAt: now, dueAt, side: sides.of(node) });
        values += 1;
      }
      value += 1;
      nextAt += random.float() * 40;
    }
    if (open.size === 0) continue;
    // A store tells its values in the order in which they came.
    for (const [id, known] of knownBy)
      for (const came of swarm.replica(id).store.values.slice(known.size)) known.add(came);
    for (const [one, { givenAt, dueAt, side }] of open) {
      if (!side.every((id) => knownBy.get(id)?.has(one))) continue;
      open.delete(one);
      if (now > dueAt) late.push({ value: one, givenAt, missingAt: now, lateMs: now - dueAt });
    }
  }
  for (const [one, { givenAt }] of open)
    late.push({ value: one, givenAt, missingAt: lossMs, lateMs: Number.POSITIVE_INFINITY });
  return { values, late };
}
