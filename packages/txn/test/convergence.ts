/**
 * When all nodes agree after the end of all faults: how late at most, by what the README promises, and when they did.
 *
 * The bound is the longest pause between two attempts, as a link may have made its last one just before the heal, and then
 * for each link between two nodes as many rounds as its parts need: one for the first part, which goes alone, and one for
 * every window of the others. A round is the way there and back, and an interval at either end: what is answered, and
 * what is sent next, waits for company. A batch is passed on when it is whole.
 *
 * If nodes crashed there are two rounds before that, side by side on all links, in which two lives come to know each other: the
 * attempt, which is for a former life; a hello in answer; one that names the term; and one that shows to have seen it. And
 * one more for each link, if a batch has to be sent again because it could not be told which life of a node it meant.
 */
import type { Operation } from "@gossip-glomers/history";
import type { Latency } from "@gossip-glomers/simulator";
import type { TxnOptions } from "../src/index.ts";
import { longestPauseMs, widestWindow } from "../src/outbox.ts";
import { neighboursOf } from "../src/overlay.ts";

/** As many parts are under way on one link, however long they are. */
const window = 16;

/** So many characters more may be under way, in further parts. */
const longestText = 2 ** 24;

export interface Crowd {
  readonly nodes: number;
  readonly keys: number;
  /** The most characters that a register has, its key included. */
  readonly longest: number;
  readonly latency: Latency;
  /** The longest that an answer may have taken during the faults, in milliseconds; what a node takes the network for. */
  readonly slowestAnswerMs: number;
  /** Whether nodes crashed. */
  readonly crashes: boolean;
}

/** In how many milliseconds after the end of all faults, and of the last transaction, all nodes show the same. */
export function convergenceBoundMs(
  { nodes, keys, longest, latency, slowestAnswerMs, crashes }: Crowd,
  options: TxnOptions,
): number {
  if (nodes === 1) return 0;
  const pause = Math.max(longestPauseMs, 2 * slowestAnswerMs);
  const parts = Math.min(widestWindow, window + Math.floor(longestText / longest / options.partSize));
  const rounds = 1 + Math.ceil(keys / options.partSize / parts) + (crashes ? 1 : 0);
  const roundMs = 2 * (options.interval + slowestWayMs(latency));
  return pause + (crashes ? 2 : 0) * roundMs + linksApart(nodes) * rounds * roundMs;
}

/** How long the slowest of some messages is under way, in milliseconds: an exponential latency has no greatest one. */
export function slowestWayMs({ distribution, mean }: Latency): number {
  return { constant: 1, uniform: 2, exponential: 10 }[distribution] * mean;
}

/** How many links there are at most between two nodes. */
export function linksApart(nodes: number): number {
  const nodeIds = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const farthestFrom = (start: string): readonly [id: string, links: number] => {
    const distance = new Map([[start, 0]]);
    // A map is walked in the order of insertion, what is added meanwhile included: breadth first.
    let farthest: readonly [string, number] = [start, 0];
    for (const [id, links] of distance) {
      farthest = [id, links];
      for (const other of neighboursOf(nodeIds, id)) if (!distance.has(other)) distance.set(other, links + 1);
    }
    return farthest;
  };
  // In a tree, the node farthest from any is an end of the longest path.
  return farthestFrom(farthestFrom("n0")[0])[1];
}

/** When all faults ended, in nanoseconds. */
export function healedAt(history: readonly Operation[]): number {
  return history.findLast(({ process }) => process === "nemesis")?.time ?? 0;
}

/**
 * The first of `finalReads` from which on every read shows the latest of all versions; undefined if the last ones do not.
 * @param latest by key the value that all are to show in the end
 */
export function convergedAtMs(
  history: readonly Operation[],
  latest: ReadonlyMap<number, number | null>,
  finalReads: readonly number[],
): number | undefined {
  const healed = healedAt(history);
  let lastDisagreementMs = -1;
  for (const { type, process, time, value } of history) {
    if (type !== "ok" || process === "nemesis" || time < healed || !Array.isArray(value)) continue;
    if (value.some(([, key, read]) => (latest.get(key) ?? null) !== read)) {
      lastDisagreementMs = Math.max(lastDisagreementMs, (time - healed) / 1e6);
    }
  }
  return finalReads.find((at) => at > lastDisagreementMs);
}
