/** How long things may take in an ordeal. */
import { segmentSize } from "../src/lin-kv/segment.ts";
import { type KafkaOptions, options as table } from "../src/options.ts";
import type { Ordeal } from "./circumstances.ts";

/**
 * How long after the heal all must have been read, in milliseconds. Losses go on after it: between nodes a question or two may
 * get lost; a poll of lin-kv needs an answer for each key, and each may take several tries of a second or more.
 */
export function convergesWithin(ordeal: Ordeal): number {
  const { loss, options, nodes, backlog = 0, cutLink = "none", mainMs } = ordeal;
  // A client that waits for a send under way must give that up (5 s) before it polls.
  if (options?.strategy === "lin-kv")
    return (
      (loss === 0 ? 10_000 : 30_000) + 20 * (ordeal.serviceMs ?? 0) + catchUpMs(ordeal, backlog / segmentSize)
    );
  const { batchLimit = table.batchLimit.default } = options ?? {};
  // Each node has two clients, and each of them sends up to 7.5 messages a second, which the cut holds up.
  const heldUp = backlog + (cutLink === "none" ? 0 : (15 * nodes * mainMs) / 1_000);
  return (loss === 0 ? 5_000 : 10_000) + catchUpMs(ordeal, heldUp / batchLimit);
}

/** How long it takes to get so many pages one after the other, half of them late, and all that are lost asked for again. */
function catchUpMs({ latencyMs, slowMs = 0, serviceMs = 0, loss, options }: Ordeal, pages: number): number {
  const interval = options?.batchInterval ?? table.batchInterval.default;
  return pages * (2 * latencyMs + 4 * slowMs + 2 * serviceMs + 2 * interval + 4_000 * loss);
}

/**
 * Before how long a message must have been sent, in milliseconds, to be readable everywhere while only one link of a mesh is cut;
 * infinitely long where more is wrong than that and slowness. Two questions of its ends are in vain before they ask others, and
 * two ways round the cut may have to be gone.
 */
export function passesCutWithin(ordeal: Ordeal): number {
  const { nodes, options, cutLink = "none", partitions, pauses, loss, backlog = 0 } = ordeal;
  const isHelped = cutLink !== "none" && nodes > 2 && !isTree(nodes, options);
  if (!isHelped || options?.strategy === "lin-kv" || partitions || pauses || loss > 0 || backlog > 0)
    return Number.POSITIVE_INFINITY;
  const interval = options?.batchInterval ?? table.batchInterval.default;
  return 3_000 + 4 * interval + 10 * (ordeal.latencyMs / 2 + (ordeal.slowMs ?? 0));
}

/**
 * How long after the last request all must be silent, in milliseconds. A request to lin-kv that was under way is tried for
 * 4.5 s, the look at what has become of it may go on for 4 s, and an answer may come after that, unawaited. Nodes
 * that gossip have an interval each for the news, for the answers to it and for what those still leave open; over a tree the
 * word goes up and down twice, eight links of which each may take half a second and more.
 */
export function silentWithin({ nodes, options, serviceMs = 0 }: Ordeal): number {
  if (options?.strategy === "lin-kv") return 10_000 + 10 * serviceMs;
  return (isTree(nodes, options) ? 6_000 : 3_000) + 4 * (options?.batchInterval ?? 55);
}

/** Whether a cluster gossips over a tree. */
export function isTree(nodes: number, options: Partial<KafkaOptions> = {}): boolean {
  return nodes > (options.meshUpTo ?? table.meshUpTo.default);
}
