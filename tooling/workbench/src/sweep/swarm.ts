/**
 * Which run a seed of a sweep stands for: swarm testing (Groce, Zhang, Eide, Chen and Regehr, "Swarm Testing", ISSTA
 * 2012). Each fault is there or not by the toss of a coin, as runs that always have every fault seldom reach what a single
 * one leads to: with every third message lost nobody ever sees what reordering alone does.
 *
 * A run is drawn as the words that one types after `glomers test`. So what a sweep runs and what its replay command
 * runs are the same by construction.
 */
import { FAULT_KINDS, LATENCY_DISTRIBUTIONS, Random } from "@gossip-glomers/simulator";
import type { SweepOptions } from "../options/sweep-options.ts";

/** Everything that a seed may draw. */
export const HARMS = [
  "partition",
  "one-way",
  "pause",
  "kill",
  "loss",
  "duplicate",
  "reorder",
  "slow",
] as const;

export type Harm = (typeof HARMS)[number];

/**
 * Mean pauses between faults, as shares of the main phase: a fault that lasts through the whole of it, with every node
 * paused, would leave nothing to judge.
 */
const INTERVAL_SHARES = [0.05, 0.1, 0.2];
const REORDER_MS = [5, 50, 500];
const SLOW_MS = [50, 200, 500];
const MAX_DUPLICATE = 0.2;

/** The arguments of `glomers test`, without the seed, for one seed of a sweep. */
export function drawRun(options: SweepOptions, seed: number): readonly string[] {
  // Of its own stream, so that a seed given to `glomers test` draws there what it drew here.
  const swarm = Random.fromSeed(seed).split("swarm");
  const nodeCount = swarm.split("node count").choice(options.nodeCounts);
  const isThere = (harm: Harm): boolean => options.harms.includes(harm) && swarm.split(harm).float() < 0.5;
  return [
    ...["-w", options.workload, "--module", options.module],
    ...["--node-count", String(nodeCount), "--rate", String(options.rate)],
    ...["--time-limit", String(options.timeLimitSeconds), "--recovery", String(options.recoverySeconds)],
    ...["--latency", String(swarm.split("latency").choice(options.latenciesMs))],
    ...["--latency-dist", swarm.split("latency distribution").choice(LATENCY_DISTRIBUTIONS)],
    ...comingAndGoing(isThere, options.timeLimitSeconds, swarm),
    ...(isThere("loss") ? ["--loss", hundredths(options.maxLoss, swarm.split("loss"))] : []),
    ...(isThere("duplicate") ? ["--duplicate", hundredths(MAX_DUPLICATE, swarm.split("duplicate"))] : []),
    ...(isThere("reorder") ? ["--reorder", String(strength(swarm.split("reorder"), REORDER_MS))] : []),
    // A single node has no one to be slow for.
    ...(isThere("slow") && nodeCount > 1 ? ["--slow", slowNodes(nodeCount, swarm.split("slow"))] : []),
    ...options.common,
  ];
}

function comingAndGoing(
  isThere: (harm: Harm) => boolean,
  timeLimitSeconds: number,
  swarm: Random,
): readonly string[] {
  const kinds = FAULT_KINDS.filter(isThere);
  const words = [
    ...(isThere("partition") ? ["--nemesis", "partition"] : []),
    ...(kinds.length > 0 ? ["--faults", kinds.join(",")] : []),
  ];
  const seconds = swarm.split("interval").choice(INTERVAL_SHARES) * timeLimitSeconds;
  const interval = String(Number(seconds.toPrecision(3)));
  return words.length > 0 ? [...words, "--nemesis-interval", interval] : [];
}

/** At least a hundredth, as a harm that is there should show. */
function hundredths(most: number, random: Random): string {
  return String((1 + random.split("strength").integer(Math.floor(most * 100 + 1e-9))) / 100);
}

function strength(random: Random, strengths: readonly number[]): number {
  return random.split("strength").choice(strengths);
}

/** Up to a third of the nodes, at least one: `n2=200,n0=50`. */
function slowNodes(nodeCount: number, random: Random): string {
  const nodes = Array.from({ length: nodeCount }, (_, index) => `n${index}`);
  const count = 1 + random.split("count").integer(Math.ceil(nodeCount / 3));
  return random
    .split("nodes")
    .shuffle(nodes)
    .slice(0, count)
    .map((node) => `${node}=${strength(random.split(node), SLOW_MS)}`)
    .join(",");
}
