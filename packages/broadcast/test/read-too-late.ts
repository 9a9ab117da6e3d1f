/** How soon clients read each other's values after their side has lost its hub, on Maelstrom's network. */
import { Random } from "@gossip-glomers/simulator";
import type { ProfileName } from "../src/profile.ts";
import { drawSides, type HubLoss, type Late, lossMs, type Outcome, servedMs } from "./hub-loss.ts";
import { Maelstrom } from "./maelstrom.ts";

/** Those of 3d and 3e. */
const limitMs = { quick: 600, frugal: 2_000 };

const pauseMs = 20;

/** 25 nodes, 50 values a second, 100 ms latency, as in 3d and 3e. What is late is told once for each read that missed it. */
export async function readTooLate(profile: ProfileName, kind: HubLoss, seed: number): Promise<Outcome> {
  const random = Random.fromSeed(seed).split("served");
  const maelstrom = new Maelstrom(profile, seed);
  const lostAt = 4_000 + random.float() * 2_000;
  const { grudge, answering, of: sideOf } = drawSides(kind, maelstrom.nodeIds, random);
  maelstrom.at(lostAt, () => {
    if (kind === "paused hub") maelstrom.pause("n0");
    else if (kind === "dead hub") maelstrom.kill("n0");
    else maelstrom.cut(grudge);
  });

  const given: { value: number; givenAt: number; dueAt: number; side: ReadonlySet<string> }[] = [];
  for (let at = 100, value = 0; at < lostAt + lossMs; at += random.float() * 40, value += 1) {
    const node = random.choice(answering);
    // As in Maelstrom's latencies, the clock of a value starts when it is acknowledged.
    const onAcknowledged = (): void => {
      const givenAt = maelstrom.now - lostAt;
      const dueAt = Math.max(servedMs, givenAt + limitMs[profile]);
      if (at > lostAt) given.push({ value, givenAt, dueAt, side: new Set(sideOf(node)) });
    };
    maelstrom.at(at, () => maelstrom.give(node, value, onAcknowledged));
  }

  const late: Late[] = [];
  const shownBy = new Map(answering.map((node) => [node, new Set<unknown>()]));
  const readAll = (readAt: number): void => {
    for (const [node, shown] of shownBy) {
      const due = given.filter(({ dueAt, side }) => dueAt <= readAt && side.has(node));
      maelstrom.read(node, (values) => {
        // Nodes tell values in the order in which these came.
        for (const value of values.slice(shown.size)) shown.add(value);
        for (const { value, givenAt, dueAt } of due)
          if (!shown.has(value)) late.push({ value, givenAt, missingAt: readAt, lateMs: readAt - dueAt });
      });
    }
  };
  for (let readAt = servedMs; readAt < lossMs; readAt += pauseMs)
    maelstrom.at(lostAt + readAt, () => readAll(readAt));
  await maelstrom.run(lostAt + lossMs);
  return { values: given.length, late };
}
