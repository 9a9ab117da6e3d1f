/**
 * Who stops listening to whom: the four partitions of Maelstrom's nemesis (MAELSTROM.md section 6), as functions of
 * the nodes and of chance.
 *
 * A grudge maps a receiver to the sources that it drops. It need not be mutual: with `majorities-ring` and three
 * nodes every link carries messages one way only. Names and shapes are those of `jepsen.nemesis`.
 */
import type { Random } from "../random/random.ts";
import { majoritiesRing } from "./majorities-ring.ts";

export type Grudge = ReadonlyMap<string, ReadonlySet<string>>;

export const PARTITION_KINDS = ["one", "majority", "minority-third", "majorities-ring"] as const;

export type PartitionKind = (typeof PARTITION_KINDS)[number];

/**
 * Draws a grudge of the given kind. Some are empty, as Maelstrom's are: `minority-third` cuts nobody off in a cluster
 * of three or fewer, and nothing cuts a cluster of one.
 */
export function drawGrudge(kind: PartitionKind, nodes: readonly string[], random: Random): Grudge {
  switch (kind) {
    case "one":
      return split(nodes, Math.min(1, nodes.length), random);
    case "majority":
      return split(nodes, Math.floor(nodes.length / 2), random);
    case "minority-third":
      return split(nodes, Math.max(0, Math.floor((nodes.length - 1) / 3)), random);
    case "majorities-ring":
      return majoritiesRing(nodes, random);
  }
}

/** `size` nodes, chosen at random, against the rest: neither side hears the other. */
function split(nodes: readonly string[], size: number, random: Random): Grudge {
  const shuffled = random.shuffle(nodes);
  const minority = shuffled.slice(0, size);
  const rest = shuffled.slice(size);
  const grudge = new Map<string, ReadonlySet<string>>();
  for (const node of minority) grudge.set(node, new Set(rest));
  for (const node of rest) grudge.set(node, new Set(minority));
  return grudge;
}
