/** A random ordeal for a swarm: values while the network and the nodes misbehave, then peace, and what must hold then. */

import { layOut } from "@gossip-glomers/protocol/topology";
import { drawGrudge, PARTITION_KINDS, Random } from "@gossip-glomers/simulator";
import { star, tree } from "../src/overlay.ts";
import { type ProfileName, profiles } from "../src/profile.ts";
import { Swarm } from "./swarm.ts";

/** Once all faults are over, all values are everywhere within this, in milliseconds: in a star, or a tree like one. */
const convergenceMs = 10_000;
/** In a line it takes so much longer for each of its nodes. */
const hopMs = 500;

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
  readonly faults: readonly ("none" | "cut" | "one-way" | "pause" | "slow" | "restart")[];
}

export interface Outcome {
  /** Values that some node did not have in time. */
  readonly missing: readonly string[];
  /** Messages in a minute when all is known everywhere. */
  readonly chatter: number;
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
  const swarm = new Swarm({
    nodes,
    overlay: ordeal.overlay === "star" ? star(nodeIds) : tree(nodeIds, layOut(ordeal.overlay, nodeIds)),
    profile: profiles[profile],
    seed,
    loss,
    duplication,
    latencyMs: (draws) => latencies[ordeal.latency](ordeal.meanLatencyMs, draws),
  });
  const any = (): string => random.choice(swarm.nodeIds);
  let value = 0;
  const given: { value: number; at: number; node: string }[] = [];
  const restarted: { node: string; at: number }[] = [];
  const publishFor = (ms: number): void => {
    const end = swarm.now + ms;
    while (swarm.now < end) {
      swarm.advance(random.float() * 200);
      const node = any();
      given.push({ value, at: swarm.now, node });
      swarm.publish(node, value);
      value += 1;
    }
  };
  for (const fault of ordeal.faults) {
    const node = any();
    if (fault === "cut") swarm.cut(drawGrudge(random.choice(PARTITION_KINDS), swarm.nodeIds, random));
    if (fault === "one-way")
      swarm.cut(new Map([[node, new Set([any(), any()].filter((id) => id !== node))]]));
    if (fault === "pause") swarm.pause(node, 500 + random.float() * 4_000);
    if (fault === "slow") swarm.slow(node, random.float() * 1_500);
    if (fault === "restart") {
      restarted.push({ node, at: swarm.now });
      swarm.restart(node);
    }
    publishFor(1_000 + random.float() * 5_000);
    swarm.heal();
    swarm.slow(node, 0);
    if (random.float() < 0.5) publishFor(random.float() * 4_000);
  }
  swarm.loss = 0;
  swarm.duplication = 0;
  swarm.advance(convergenceMs + (ordeal.overlay === "line" ? hopMs * nodes : 0));

  // What a node was given and lost with its memory before anybody heard of it may be missing, but on all nodes alike.
  const known = new Set(swarm.nodeIds.flatMap((id) => swarm.read(id)));
  const lost = given.filter(
    (one) => !known.has(one.value) && !restarted.some((r) => r.node === one.node && r.at >= one.at),
  );
  const missing = [
    ...lost.map((one) => `${one.value} of ${one.node} everywhere`),
    ...swarm.nodeIds.flatMap((id) => {
      const has = new Set(swarm.read(id));
      const lacks = [...known].filter((v) => !has.has(v));
      const doubled = swarm.read(id).length - has.size;
      return [
        ...(lacks.length > 0
          ? [`${lacks.length} of ${known.size} on ${id} (hub ${swarm.replica(id).hub})`]
          : []),
        ...(doubled > 0 ? [`${doubled} doubled on ${id}`] : []),
      ];
    }),
  ];
  swarm.advance(30_000);
  const before = swarm.messages;
  swarm.advance(60_000);
  return { missing, chatter: swarm.messages - before, swarm };
}
