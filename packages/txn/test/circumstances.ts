/** What a seed of the sweep means: how many nodes there are, and how bad their network is. */
import { LATENCY_DISTRIBUTIONS, Random } from "@gossip-glomers/simulator";
import { defaultOptions, type TxnOptions } from "../src/options.ts";
import { convergenceBoundMs, slowestWayMs } from "./convergence.ts";
import { hardshipsOf } from "./hardships.ts";
import type { RunOptions } from "./run.ts";

export interface Circumstances {
  readonly options: RunOptions;
  readonly server: TxnOptions;
  /** When all nodes must agree after the end of all faults, in milliseconds: the last of the final reads. */
  readonly boundMs: number;
}

/** Every seed that this divides has a hundred nodes: they cost as much as all others together. */
export const rarely = 25;

/** No awkward key has more characters (`vocabulary.ts`). */
const longestKey = 10_000;

/** A pause lasts twice the mean of half a second at most. */
const longestStandstillMs = 1_000;

/** When clients look whether all agree, unless that is after the bound, in milliseconds. */
const looks = [
  50, 100, 200, 350, 500, 750, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 6_000, 8_000, 12_000, 20_000,
];

/** Draws everything that can be different; the same for the same seed. */
export function circumstancesOf(seed: number): Circumstances {
  const random = Random.fromSeed(seed).split("circumstances");
  const nodes = seed % rarely === 0 ? 100 : random.choice([1, 2, 2, 3, 3, 5, 5, 25]);
  const isBad = random.float() < 0.8;
  const slowOnes = random.float() < 0.3 ? random.choice([1, 1, 2]) : 0;
  const slowMs = new Map(
    Array.from({ length: slowOnes }, () => [`n${random.integer(nodes)}`, random.integer(300)]),
  );
  const drawnKeys = random.choice([3, 20, 100]);
  const latency = { mean: random.choice([0, 10, 100]), distribution: random.choice(LATENCY_DISTRIBUTIONS) };
  const reorderMs = isBad ? random.choice([0, 200]) : 0;
  const server: TxnOptions = {
    ...defaultOptions,
    partSize: random.choice([1, 7, 1_000]),
    interval: random.choice([20, 100]),
  };
  const slowest = [...slowMs.values()].reduce((sum, ms) => sum + ms, 0);
  const slowestAnswerMs =
    2 * (slowestWayMs(latency) + slowest + reorderMs) + server.interval + (isBad ? longestStandstillMs : 0);
  // A stream of its own, so that what else a seed means is the same as before there were crashes.
  const kills = isBad && Random.fromSeed(seed).split("crashes").float() < 0.5;
  const nodeIds = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const { backlog, ...hardships } = hardshipsOf(Random.fromSeed(seed).split("hardships"), nodeIds, isBad);
  const crashes = kills || hardships.crashes.length > 0;
  const keys = backlog?.keys ?? drawnKeys;
  const longest = longestKey + hardships.words.longText;
  const boundMs = convergenceBoundMs({ nodes, keys, longest, latency, slowestAnswerMs, crashes }, server);
  const steps = random.choice([2, 4, 10]);
  const drawnRate = random.choice([50, 200]);
  const rate = backlog?.rate ?? drawnRate;
  return {
    options: {
      ...hardships,
      seed,
      nodes,
      keys,
      finalReads: [...looks.filter((look) => look < boundMs), Math.max(boundMs, 1)],
      callTimeoutMs: crashes ? 500 + 2 * (slowestWayMs(latency) + slowest + reorderMs) : 5_000,
      steps,
      rate,
      duration: 10,
      latency,
      partitions: random.float() < 0.7 ? random.choice([0.5, 2]) : null,
      faults: isBad ? ["pause", "one-way", ...(kills ? (["kill"] as const) : [])] : [],
      impairment: {
        loss: isBad ? random.choice([0, 0.05, 0.2]) : 0,
        duplicate: isBad ? random.choice([0, 0.2]) : 0,
        reorderMs,
        slowMs,
      },
    },
    server,
    boundMs,
  };
}
