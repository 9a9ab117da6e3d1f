/**
 * The partition in which every node sees a majority, but no two need see the same one: the hardest for a protocol
 * that believes a majority to be one thing (MAELSTROM.md section 6).
 */
import type { Random } from "../random/random.ts";
import type { Grudge } from "./grudge.ts";

/** Up to this many nodes Jepsen builds an exact ring; above, a graph by degrees. */
const LARGEST_EXACT_RING = 5;

export function majoritiesRing(nodes: readonly string[], random: Random): Grudge {
  const majority = Math.floor(nodes.length / 2) + 1;
  return nodes.length <= LARGEST_EXACT_RING
    ? exactRing(random.shuffle(nodes), majority)
    : ringByDegrees(nodes, majority, random);
}

/**
 * Each window of `majority` neighbours on the ring is what the node in its middle hears.
 *
 * With an odd window the middle is the middle, and links work both ways. With an even one it is off by half a place,
 * so with three nodes (windows of two) a hears b, b hears c and c hears a.
 */
function exactRing(ring: readonly string[], majority: number): Grudge {
  const grudge = new Map<string, ReadonlySet<string>>();
  for (const start of ring.keys()) {
    const window = Array.from({ length: majority }, (_, offset) => ring[(start + offset) % ring.length]);
    const node = window[Math.floor(majority / 2)];
    if (node !== undefined) grudge.set(node, allBut(ring, new Set(window)));
  }
  return grudge;
}

/**
 * Links two nodes of the least degree, again and again, until every node hears a majority.
 *
 * Invariants: hearing is mutual, every node hears itself, and the degrees stay as even as they can, so that nobody
 * becomes the centre through which everything flows.
 */
function ringByDegrees(nodes: readonly string[], majority: number, random: Random): Grudge {
  const heard = new Map(nodes.map((node) => [node, new Set([node])]));
  for (;;) {
    // A stable sort of a shuffled list: by degree, and by chance among equals.
    const byDegree = random.shuffle([...heard]).sort(([, a], [, b]) => a.size - b.size);
    const [least] = byDegree;
    if (least === undefined || least[1].size >= majority) break;
    const [node, hears] = least;
    const partner = byDegree.find(([other]) => !hears.has(other));
    if (partner === undefined) break;
    hears.add(partner[0]);
    partner[1].add(node);
  }
  return new Map([...heard].map(([node, hears]) => [node, allBut(nodes, hears)]));
}

function allBut(nodes: readonly string[], hears: ReadonlySet<string | undefined>): ReadonlySet<string> {
  return new Set(nodes.filter((node) => !hears.has(node)));
}
