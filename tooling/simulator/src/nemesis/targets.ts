/** Which nodes a pause or a kill befalls: the node specs of `jepsen.nemesis.combined`. */
import type { Random } from "../random/random.ts";

export const TARGETS = ["one", "minority-third", "minority", "majority", "all"] as const;

export type Target = (typeof TARGETS)[number];

/** Draws the nodes; never none, where Jepsen's minorities of a small cluster are empty and the fault would be no fault. */
export function drawTargets(target: Target, nodes: readonly string[], random: Random): readonly string[] {
  return random.shuffle(nodes).slice(0, Math.max(1, sizeOf(target, nodes.length)));
}

function sizeOf(target: Target, count: number): number {
  const majority = Math.floor(count / 2) + 1;
  switch (target) {
    case "one":
      return 1;
    case "minority-third":
      return Math.floor((count - 1) / 3);
    case "minority":
      return majority - 1;
    case "majority":
      return majority;
    case "all":
      return count;
  }
}
