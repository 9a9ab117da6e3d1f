/** What befalls the cluster in an ordeal. */
import type { SentMessage } from "@gossip-glomers/protocol/testing";
import type { KafkaOptions } from "../src/options.ts";

export const distributions = ["constant", "uniform", "exponential"] as const;
export type Distribution = (typeof distributions)[number];

export interface Ordeal {
  readonly seed: number;
  readonly nodes: number;
  readonly options?: Partial<KafkaOptions>;
  /** The share of messages between nodes that are lost. */
  readonly loss: number;
  /** The share that arrives twice. */
  readonly duplication: number;
  /**
   * How long messages between nodes, and to and from services, take: half of this in the mean, in milliseconds. Unless the
   * distribution is `constant` they overtake each other.
   */
  readonly latencyMs: number;
  /** How that time is distributed; `uniform`, from 0 to `latencyMs`, if not given. */
  readonly distribution?: Distribution;
  /** How much longer all messages to and from the first node take, in milliseconds; 0 if not given. */
  readonly slowMs?: number;
  /** Whether a node now and then stands still for half a second: nobody hears of it, and it hears of nobody. */
  readonly pauses?: boolean;
  /** Whether the network is cut, in either or only one direction, and healed again, until the end of the main phase. */
  readonly partitions: boolean;
  /** Whether one link, between the first two nodes, is cut all the time until the end of the main phase, in which way. */
  readonly cutLink?: CutLink;
  /** Whether clients of all nodes but the first only poll. */
  readonly idle?: boolean;
  /** How many messages the first node is sent at once, while it is cut off from all others for half a second; 0 if not given. */
  readonly backlog?: number;
  /** Whether some messages have up to 200 000 characters. */
  readonly long?: boolean;
  /** How much longer lin-kv takes to answer, in the mean, in milliseconds; 0 if not given. Distributed exponentially. */
  readonly serviceMs?: number;
  /** For how long, from half a second on, lin-kv answers with errors that leave open what it has done, in milliseconds. */
  readonly failingMs?: number;
  /** How long clients send and poll; afterwards all is whole, and they only poll. */
  readonly mainMs: number;
}

/**
 * What becomes of the network for half a second: it is whole; falls into two sides; one side no longer hears the other; or a
 * single link is cut, in both directions or in one.
 */
export type PartitionKind = "none" | "two sides" | "one way" | "one link" | "one link, one way";

export const cutLinks = ["none", "both ways", "one way"] as const;
export type CutLink = (typeof cutLinks)[number];

/** Says which messages are lost. */
export type Cut = (message: Pick<SentMessage, "src" | "dest">) => boolean;

/** The cut of a single link. */
export function linkCut(from: string, to: string, bothWays: boolean): Cut {
  return ({ src, dest }) => (src === from && dest === to) || (bothWays && src === to && dest === from);
}

export function drawLatency({ latencyMs, distribution = "uniform" }: Ordeal, random: () => number): number {
  switch (distribution) {
    case "constant":
      return latencyMs / 2;
    case "uniform":
      return random() * latencyMs;
    case "exponential":
      return (-Math.log(1 - random()) * latencyMs) / 2;
  }
}

export function drawPartition(random: () => number): PartitionKind {
  const drawn = random();
  if (drawn < 0.3) return "none";
  if (drawn < 0.7) return drawn < 0.55 ? "two sides" : "one link";
  return drawn < 0.85 ? "one way" : "one link, one way";
}

/** Which messages a partition loses; on which side a node is, is drawn when it first says or is told something. */
export function cutOf(kind: PartitionKind, nodes: number, random: () => number): Cut {
  if (kind === "none") return () => false;
  if (kind === "one link" || kind === "one link, one way") {
    const from = Math.floor(random() * nodes);
    const to = (from + 1 + Math.floor(random() * (nodes - 1))) % nodes;
    return linkCut(`n${from}`, `n${to}`, kind === "one link");
  }
  const sides = new Map<string, boolean>();
  const sideOf = (id: string): boolean => {
    const side = sides.get(id) ?? random() < 0.5;
    sides.set(id, side);
    return side;
  };
  const isCut =
    kind === "two sides" ? (a: boolean, b: boolean) => a !== b : (a: boolean, b: boolean) => a && !b;
  // As on Maelstrom, services are never cut off.
  return ({ src, dest }) => src.startsWith("n") && dest.startsWith("n") && isCut(sideOf(src), sideOf(dest));
}
