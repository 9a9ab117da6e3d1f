/** The ways in which nodes lose their hub, who can still reach whom then, and when a value has come too late to its side. */
import { drawGrudge, type Grudge, type PartitionKind, type Random } from "@gossip-glomers/simulator";

/** A kind of cut; or that the hub stands still or is dead, which the others cannot tell from a cut. */
export type HubLoss = Exclude<PartitionKind, "majorities-ring"> | "paused hub" | "dead hub";

export const hubLosses: readonly HubLoss[] = ["one", "majority", "minority-third", "paused hub", "dead hub"];

/** A value that was somewhere later than it should have been. Times are in milliseconds since the hub was lost. */
export interface Late {
  readonly value: number;
  readonly givenAt: number;
  /** When it was not there yet, although it should have been. */
  readonly missingAt: number;
  readonly lateMs: number;
}

/** What became of the values that a side was given after it had lost its hub. */
export interface Outcome {
  readonly values: number;
  readonly late: readonly Late[];
}

/** So long after the loss of a hub its side shall be served again; from then on a value has the row's limit. */
export const servedMs = 2_000;

/** How long a side is watched after it has lost its hub. */
export const lossMs = 8_000;

export interface Sides {
  /** Who no longer hears whom. */
  readonly grudge: Grudge;
  /** The nodes that clients can talk to. */
  readonly answering: readonly string[];
  /** The nodes that can still hear this one, itself among them. */
  of(node: string): readonly string[];
}

export function drawSides(kind: HubLoss, nodeIds: readonly string[], random: Random): Sides {
  const isHubLost = kind === "paused hub" || kind === "dead hub";
  const grudge = isHubLost ? without("n0", nodeIds) : drawGrudge(kind, nodeIds, random);
  return {
    grudge,
    answering: isHubLost ? nodeIds.filter((id) => id !== "n0") : nodeIds,
    of: (node) => nodeIds.filter((id) => !grudge.get(node)?.has(id)),
  };
}

/** Cuts one node off from all others. */
function without(id: string, nodeIds: readonly string[]): Grudge {
  const others = nodeIds.filter((other) => other !== id);
  return new Map([[id, new Set(others)], ...others.map((other) => [other, new Set([id])] as const)]);
}
