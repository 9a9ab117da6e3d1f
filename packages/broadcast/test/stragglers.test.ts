import { Random } from "@gossip-glomers/simulator";
import { expect, test } from "vitest";
import { profiles } from "../src/profile.ts";
import { Swarm } from "./swarm.ts";

/** The messages of ten waves of 25 nodes, 50 values a second, at 100 ms latency. Stragglers are late for so long. */
function messagesWith(stragglers: readonly string[], lateMs = 0, untilMs = 16_000): number {
  const swarm = new Swarm({ nodes: 25, profile: profiles.frugal, seed: 1, latencyMs: () => 100 });
  for (const node of stragglers) swarm.slow(node, lateMs);
  const random = Random.fromSeed(1);
  for (let value = 0; value < 800; value += 1) {
    if (swarm.now === untilMs) for (const node of stragglers) swarm.slow(node, 0);
    swarm.publish(random.choice(swarm.nodeIds), value);
    swarm.advance(20);
  }
  return swarm.messages;
}

const undisturbed = messagesWith([]);

test("who speaks a little later than others goes with the round of its wave", () => {
  expect(messagesWith(["n7", "n20"], 70)).toBe(undisturbed);
});

test("who speaks a tenth of a second late in the first wave goes with its round as well", () => {
  expect(messagesWith(["n7", "n20"], 120, 2_000)).toBe(undisturbed);
});

test("who speaks too late for the round of its wave is answered by itself, and does not go in search of a hub", () => {
  // In each wave an answer to either of them, and a second round with their values.
  const most = undisturbed + 10 * (2 + 24);
  for (const lateMs of [85, 95]) expect(messagesWith(["n7", "n20"], lateMs)).toBeLessThanOrEqual(most);
});
