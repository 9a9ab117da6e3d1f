/** How long a message is under way (MAELSTROM.md section 5). Everything is in whole milliseconds, as in Maelstrom. */
import type { Random } from "../random/random.ts";

export const LATENCY_DISTRIBUTIONS = ["constant", "uniform", "exponential"] as const;

export type LatencyDistribution = (typeof LATENCY_DISTRIBUTIONS)[number];

export interface Latency {
  readonly distribution: LatencyDistribution;
  /** Milliseconds, an integer from 0. */
  readonly mean: number;
}

/** Draws the latency of one message, in milliseconds. */
export type DrawLatency = (message: { readonly src: string; readonly dest: string }) => number;

/**
 * Client traffic takes no time; every other message, to and from services as well, draws from the distribution.
 * @throws {RangeError} if the mean is no integer from 0.
 */
export function latencyOf(latency: Latency, random: Random): DrawLatency {
  const { mean } = latency;
  if (!Number.isSafeInteger(mean) || mean < 0) {
    throw new RangeError(`latencyOf: ${mean} is no mean latency; pass whole milliseconds from 0`);
  }
  const draw = draws(latency.distribution, mean, random);
  return ({ src, dest }) => (isClient(src) || isClient(dest) ? 0 : draw());
}

/** Maelstrom knows a client by the first letter of its address alone, so a node named `c1` counts as one too. */
export function isClient(address: string): boolean {
  return address.startsWith("c");
}

function draws(distribution: LatencyDistribution, mean: number, random: Random): () => number {
  if (mean === 0) return () => 0; // Maelstrom fails to start with exponential and 0; there is nothing to gain by that.
  switch (distribution) {
    case "constant":
      return () => mean;
    case "uniform":
      return () => random.integer(2 * mean);
    case "exponential":
      return () => Math.floor(random.exponential(mean));
  }
}
