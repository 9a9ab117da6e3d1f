/** A random ordeal for a swarm: values while the network and the nodes misbehave, then peace, and what must hold then. */
import { layOut } from "@gossip-glomers/protocol/topology";
import { drawGrudge, PARTITION_KINDS, Random } from "@gossip-glomers/simulator";
import { type Overlay, star, tree } from "../src/overlay.ts";
import { type ProfileName, profiles } from "../src/profile.ts";
import {
  type Given,
  type Hardships,
  neighbourOf,
  noHardships,
  standingCutOf,
  writersOf,
} from "./hardships.ts";
import { missingOf } from "./missing.ts";
import { Swarm } from "./swarm.ts";
import { wordOf } from "./words.ts";

/** Once all faults are over, all values are everywhere within this, in milliseconds: in a star, or a tree like one. */
const convergenceMs = 10_000;
/** In a line it takes so much longer for each of its nodes. */
const hopMs = 500;
/** How often it is looked whether all values are everywhere, in milliseconds. */
const lookMs = 50;

export interface Ordeal {
  readonly seed: number;
  readonly nodes: number;
  readonly profile: ProfileName;
  /** A star, or a tree through a topology of Maelstrom's. */
  readonly overlay: "star" | "line" | "grid" | "tree4";
  readonly latency: "constant" | "uniform" | "exponential";
  readonly meanLatencyMs: number;
  /** Up to 0.2. */
  readonly loss: number;
  readonly duplication: number;
  /** Faults, one after the other; none is a quiet time. */
  readonly faults: readonly ("none" | "cut" | "one-way" | "pause" | "slow" | "restart" | "row of restarts")[];
  /** None if not given. */
  readonly hardships?: Hardships;
}

export interface Outcome {
  /** Values that some node did not have in time. */
  readonly missing: readonly string[];
  /** Messages in a minute when all is known everywhere. */
  readonly chatter: number;
  /** In how many milliseconds after the end of all faults all values were everywhere. */
  readonly convergedMs: number;
  readonly swarm: Swarm;
}

const latencies = {
  constant: (mean: number) => mean,
  uniform: (mean: number, random: Random) => random.float() * 2 * mean,
  exponential: (mean: number, random: Random) => random.exponential(Math.max(1, mean)),
};

export function undergo(ordeal: Ordeal): Outcome {
  const { seed, nodes, profile, loss, duplication } = ordeal;
  const random = Random.fromSeed(seed).split("ordeal");
  const nodeIds = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const hardships = ordeal.hardships ?? noHardships;
  const hard = Random.fromSeed(seed).split("hardships");
  const overlay: Overlay =
    ordeal.overlay === "star" ? star(nodeIds) : tree(nodeIds, layOut(ordeal.overlay, nodeIds));
  const swarm = new Swarm({
    nodes,
    overlay,
    profile: profiles[profile],
    seed,
    loss,
    duplication,
    latencyMs: (draws) => latencies[ordeal.latency](ordeal.meanLatencyMs, draws),
  });
  const any = (): string => random.choice(swarm.nodeIds);
  const writers = writersOf(hardships, nodeIds, hard);
  let number = 0;
  const given: Given[] = [];
  const restarted: { node: string; at: number }[] = [];
  const restart = (node: string): void => {
    restarted.push({ node, at: swarm.now });
    swarm.restart(node);
  };
  const publish = (node: string, one: number): void => {
    const value = wordOf(one, hardships.words);
    given.push({ text: JSON.stringify(value), at: swarm.now, node });
    swarm.publish(node, value);
  };
  const publishFor = (ms: number): void => {
    const end = swarm.now + ms;
    while (swarm.now < end) {
      swarm.advance(random.float() * hardships.pauseMs);
      publish(writers === nodeIds ? any() : hard.choice(writers), number);
      if (hard.float() < hardships.repeated) publish(hard.choice(writers), hard.integer(number + 1));
      number += 1;
    }
  };
  const cut = standingCutOf(hardships, overlay, hard);
  for (const [index, fault] of ordeal.faults.entries()) {
    // It may be over when there are still faults, loss and duplication.
    swarm.standingCut = index === ordeal.faults.length - 1 && hardships.endsEarly ? new Map() : cut;
    const node = any();
    if (fault === "cut") swarm.cut(drawGrudge(random.choice(PARTITION_KINDS), swarm.nodeIds, random));
    if (fault === "one-way")
      swarm.cut(new Map([[node, new Set([any(), any()].filter((id) => id !== node))]]));
    if (fault === "pause") swarm.pause(node, 500 + random.float() * 4_000);
    if (fault === "slow") swarm.slow(node, random.float() * 1_500);
    if (fault === "restart") restart(node);
    if (fault === "row of restarts") {
      let next = node;
      for (let steps = 1 + hard.integer(4); steps > 0; steps -= 1) {
        restart(next);
        publishFor(hard.choice([0, 200, 1_000]));
        next = neighbourOf(next, overlay, hard);
      }
      restart(next);
    }
    publishFor(1_000 + random.float() * 5_000);
    swarm.heal();
    swarm.slow(node, 0);
    if (random.float() < 0.5) publishFor(random.float() * 4_000);
  }
  swarm.loss = 0;
  swarm.duplication = 0;
  swarm.standingCut = new Map();
  const healedAt = swarm.now;
  const looks: (readonly [at: number, least: number])[] = [];
  const end = healedAt + convergenceMs + (ordeal.overlay === "line" ? hopMs * nodes : 0);
  while (swarm.now < end) {
    looks.push([swarm.now, Math.min(...swarm.sizes)]);
    swarm.advance(Math.min(lookMs, end - swarm.now));
  }
  const most = Math.max(...swarm.sizes);
  // No node forgets any more, and none has more than there is: who has as many has the same.
  const [convergedAt] = looks.find(([, least]) => least >= most) ?? [end];
  if (hardships.quietRestarts > 0 && convergedAt < end) {
    swarm.loss = loss;
    swarm.cut(drawGrudge(hard.choice(PARTITION_KINDS), swarm.nodeIds, hard));
    for (const node of hard.shuffle(swarm.nodeIds).slice(0, hardships.quietRestarts)) {
      swarm.restart(node);
      swarm.advance(hard.choice([0, 200, 3_000]));
    }
    swarm.advance(hard.float() * 10_000);
    swarm.heal();
    swarm.loss = 0;
    swarm.advance(end - healedAt);
  }
  const missing = missingOf(swarm, given, restarted);
  swarm.advance(30_000);
  const before = swarm.messages;
  swarm.advance(60_000);
  return { missing, chatter: swarm.messages - before, convergedMs: convergedAt - healedAt, swarm };
}
