/** What is rare and hard in an ordeal, beside its faults; a seed draws each by itself. */
import type { Grudge, Random } from "@gossip-glomers/simulator";
import type { Overlay } from "../src/overlay.ts";
import { plainWords, type Words } from "./words.ts";

export interface Hardships {
  readonly words: Words;
  /** Who is given values: all, or all but one node that only reads, or one alone. */
  readonly writers: "all" | "all but one" | "one";
  /** What stays cut: a branch of the overlay, or what leads down or up on it, or all links of one node. */
  readonly cut: "nothing" | "branch" | "branch down" | "branch up" | "node";
  /** Whether it is not cut any more while there are still other faults. */
  readonly endsEarly: boolean;
  /** The longest pause between two values, in milliseconds. */
  readonly pauseMs: number;
  /** The share of values that are given a second time, somewhere. */
  readonly repeated: number;
  /** How many nodes are started again when all is known everywhere and nobody says anything any more, while links are cut. */
  readonly quietRestarts: number;
}

export const noHardships: Hardships = {
  words: plainWords,
  writers: "all",
  cut: "nothing",
  endsEarly: false,
  pauseMs: 200,
  repeated: 0,
  quietRestarts: 0,
};

/** A value that a node was given. */
export interface Given {
  readonly text: string;
  readonly at: number;
  readonly node: string;
}

/** Draws them; the heavy ones seldom, and with few nodes. */
export function drawHardships(random: Random, nodes: number): Hardships {
  const longText = random.float() < 0.02 && nodes <= 5 ? 1_000_000 : 10_000 + random.integer(190_000);
  const isLong = longText === 1_000_000 || (random.float() < 0.05 && nodes <= 25);
  const isBacklog = random.float() < 0.05 && nodes <= 5 && !isLong;
  return {
    words: { isAwkward: isLong || random.float() < 0.25, longText: isLong ? longText : 100 },
    writers: random.choice(["all", "all", "all", "all but one", "one"]),
    cut: isBacklog
      ? "node"
      : random.choice([...Array(6).fill("nothing" as const), "branch", "branch down", "branch up", "node"]),
    endsEarly: random.float() < 0.5,
    // Five hundred values a second.
    pauseMs: isBacklog ? 4 : 200,
    repeated: random.choice([0, 0, 0.2]),
    // One, at least, remembers.
    quietRestarts: Math.min(nodes - 1, random.choice([0, 0, 1, 2])),
  };
}

export function writersOf(
  { writers }: Hardships,
  nodeIds: readonly string[],
  random: Random,
): readonly string[] {
  if (writers === "all" || nodeIds.length === 1) return nodeIds;
  const chosen = random.choice(nodeIds);
  return writers === "one" ? [chosen] : nodeIds.filter((id) => id !== chosen);
}

export function standingCutOf({ cut }: Hardships, overlay: Overlay, random: Random): Grudge {
  const [root, ...others] = overlay.order;
  if (root === undefined || others.length === 0 || cut === "nothing") return new Map();
  const one = random.choice(cut === "node" ? overlay.order : others);
  if (cut === "node") {
    const rest = overlay.order.filter((id) => id !== one);
    return new Map([[one, new Set(rest)], ...rest.map((id) => [id, new Set([one])] as const)]);
  }
  const hub = overlay.hub(one) ?? root;
  return new Map([
    ...(cut === "branch up" ? [] : [[one, new Set([hub])] as const]),
    ...(cut === "branch down" ? [] : [[hub, new Set([one])] as const]),
  ]);
}

/** A node next to `id` on the overlay; itself, if it is alone. */
export function neighbourOf(id: string, overlay: Overlay, random: Random): string {
  const neighbours = overlay.order.filter((other) => overlay.hub(other) === id || overlay.hub(id) === other);
  return neighbours.length === 0 ? id : random.choice(neighbours);
}
