/** What a seed of the sweep means: how many nodes there are, and how bad their network is. */
import { LATENCY_DISTRIBUTIONS, Random } from "@gossip-glomers/simulator";
import type { TxnOptions } from "../src/index.ts";
import type { RunOptions } from "./run.ts";

export interface Circumstances {
  readonly options: RunOptions;
  readonly server: Partial<TxnOptions>;
}

/** Draws everything that can be different; the same for the same seed. */
export function circumstancesOf(seed: number): Circumstances {
  const random = Random.fromSeed(seed).split("circumstances");
  const nodes = random.choice([1, 2, 2, 3, 3, 5, 5, 25]);
  const isBad = random.float() < 0.8;
  const slow = random.float() < 0.3 ? [["n0", random.integer(300)] as const] : [];
  return {
    options: {
      seed,
      nodes,
      keys: random.choice([3, 20, 100]),
      steps: random.choice([2, 4, 10]),
      rate: random.choice([50, 200]),
      duration: 10,
      latency: {
        mean: random.choice([0, 10, 100]),
        distribution: random.choice(LATENCY_DISTRIBUTIONS),
      },
      partitions: random.float() < 0.7 ? random.choice([0.5, 2]) : null,
      // A replica that is killed has forgotten what it promised, so kills are not among them.
      faults: isBad ? ["pause", "one-way"] : [],
      impairment: {
        loss: isBad ? random.choice([0, 0.05, 0.2]) : 0,
        duplicate: isBad ? random.choice([0, 0.2]) : 0,
        reorderMs: isBad ? random.choice([0, 200]) : 0,
        slowMs: new Map(slow),
      },
    },
    server: { partSize: random.choice([1, 7, 1_000]), interval: random.choice([20, 100]) },
  };
}
