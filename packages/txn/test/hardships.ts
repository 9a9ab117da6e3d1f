/**
 * What is rare and hard in a seed of the sweep, beside its circumstances: keys and values as odd as clients may send them, nodes
 * that only read, one link that stays cut, a node that misses thousands of changes, neighbours that crash one after the other.
 */
import type { Random } from "@gossip-glomers/simulator";
import { neighboursOf } from "../src/overlay.ts";
import type { Crash } from "./crashes.ts";
import type { StandingCut } from "./standing-cut.ts";
import { plainWords, type VocabularyOptions } from "./vocabulary.ts";

export interface Hardships {
  readonly words: VocabularyOptions;
  readonly writers: readonly number[] | null;
  readonly standingCut: StandingCut | null;
  readonly crashes: readonly Crash[];
  /** What else has to be so that a node misses much; null if none does. */
  readonly backlog: Backlog | null;
}

export interface Backlog {
  readonly rate: number;
  readonly keys: number;
}

/** Length of the main phase, in milliseconds. */
const durationMs = 10_000;

/** The last crash is over by then, so that whoever starts again has begun to speak before the faults end. */
const lastCrashMs = 9_000;

/** Draws them, each by a stream of its own, so that a seed without one of them is as it was before that was drawn at all. */
export function hardshipsOf(random: Random, nodeIds: readonly string[], isBad: boolean): Hardships {
  const backlog = isBad ? backlogOf(random.split("backlog"), nodeIds.length) : null;
  return {
    backlog,
    words: wordsOf(random.split("words"), nodeIds.length),
    writers: writersOf(random.split("writers"), nodeIds.length),
    standingCut:
      backlog === null
        ? isBad
          ? linkCut(random.split("standing cut"), nodeIds)
          : null
        : isolation(random.split("standing cut"), nodeIds),
    crashes: isBad ? crashesOf(random.split("row of crashes"), nodeIds) : [],
  };
}

function wordsOf(random: Random, nodes: number): VocabularyOptions {
  const [keys, values, huge, long] = [random.float(), random.float(), random.float(), random.float()];
  // Each of many nodes copies, prints and reads all of them: a hundred would take half a minute.
  const share = nodes <= 5 ? 1 : nodes <= 25 ? 0.3 : 0;
  const awkwardKeys = keys < 0.3 * share;
  const awkwardValues = values < 0.25 * share;
  const longText = 10_000 + random.integer(190_000);
  // Of a megabyte each, changes are more than go into a message.
  if (huge < 0.03 && nodes <= 5) {
    return { awkwardKeys, awkwardValues: true, longText: 1_000_000, longEvery: 5 };
  }
  if (long < 0.1 * share) return { awkwardKeys, awkwardValues: true, longText, longEvery: 10 };
  if (!awkwardKeys && !awkwardValues) return plainWords;
  return { awkwardKeys, awkwardValues, longText: 1_000, longEvery: 10 };
}

function writersOf(random: Random, nodes: number): readonly number[] | null {
  const places = Array.from({ length: nodes }, (_, place) => place);
  const draw = random.float();
  const chosen = random.integer(nodes);
  if (draw < 0.15) return nodes === 1 ? null : places.filter((place) => place !== chosen);
  return draw < 0.3 ? [chosen] : null;
}

function backlogOf(random: Random, nodes: number): Backlog | null {
  const draw = random.float();
  if (nodes < 2 || nodes > 5 || draw >= 0.025) return null;
  // To judge ten thousand transactions on a thousand registers takes half a minute.
  return draw < 0.001 ? { rate: 1_000, keys: 1_000 } : { rate: 500, keys: 300 };
}

/** One node against all, until some time before the network gets well, so that it is back while messages are lost and late. */
function isolation(random: Random, nodeIds: readonly string[]): StandingCut {
  const alone = random.choice(nodeIds);
  const links = nodeIds
    .filter((id) => id !== alone)
    .flatMap((other) => [[alone, other] as const, [other, alone] as const]);
  return { links, fromMs: 500, untilMs: random.choice([7_000, 8_500, durationMs]) };
}

/** A link of the tree, in both directions or one. */
function linkCut(random: Random, nodeIds: readonly string[]): StandingCut | null {
  if (nodeIds.length === 1 || random.float() >= 0.25) return null;
  const one = random.choice(nodeIds);
  const other = random.choice(neighboursOf(nodeIds, one));
  const both = [[one, other] as const, [other, one] as const];
  const links = random.choice([both, both.slice(0, 1), both.slice(1)]);
  return { links, fromMs: random.integer(2_000), untilMs: random.choice([7_000, 9_000, durationMs]) };
}

/** A walk along the tree, on which each node crashes when the one before it is hardly back, or not even that. */
function crashesOf(random: Random, nodeIds: readonly string[]): readonly Crash[] {
  if (nodeIds.length === 1 || random.float() >= 0.2) return [];
  const crashes: Crash[] = [];
  let node = random.choice(nodeIds);
  let atMs = 1_000 + random.integer(3_000);
  for (let steps = 2 + random.integer(4); steps > 0; steps -= 1) {
    const downMs = random.choice([10, 100, 500]);
    if (atMs + downMs > lastCrashMs) break;
    crashes.push({ node, atMs, downMs });
    atMs += random.choice([0, downMs]) + random.integer(1_000);
    node = random.choice(neighboursOf(nodeIds, node));
  }
  return crashes;
}
