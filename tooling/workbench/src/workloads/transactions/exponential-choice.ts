/** Some keys are much hotter than others: how the transactional workloads choose (MAELSTROM.md 10.8). */
import type { Random } from "@gossip-glomers/simulator";

/** A draw has 53 bits, so what is less likely than 2^-52 never comes up; and 2^n must stay a finite number. */
const MOST = 52;

/**
 * An index below `count`, each twice as likely as the one before it: i with probability 2^i / (2^count − 1). So about
 * half of all draws are the last one.
 *
 * By inversion: for x uniform in [0, 2^(count + 1) − 2), log2(x + 2) lies in [1, count + 1), and each whole step of it
 * covers twice as many x as the one before.
 */
export function exponentialIndex(count: number, random: Random): number {
  const drawn = Math.min(count, MOST);
  const x = random.float() * (2 ** (drawn + 1) - 2);
  const index = Math.floor(Math.log2(x + 2)) - 1;
  // Rounding may carry the largest x over the edge.
  return count - drawn + Math.min(index, drawn - 1);
}
