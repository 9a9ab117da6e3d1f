/**
 * What a history says about each element of a set: when it was known to be in it, which reads saw it last and
 * which lacked it last.
 *
 * Jepsen updates every element at every read, which is elements × reads. Here the work is what the reads hold: a
 * read is compared only with elements that it contains, and the read that lacks an element is found as the first
 * gap in the list of those that have it (see `latestWithout`).
 */
import { type Datum, EdnList, isVector, type Operation } from "@gossip-glomers/history";
import { compareData } from "../datum/compare.ts";
import { type Identity, identityOf } from "../datum/identity.ts";
import { type Call, pairCalls } from "../run/calls.ts";
import { MalformedOperationError } from "../run/malformed-operation.ts";

/** A read that succeeded. */
export interface SetRead {
  readonly invocation: Operation;
  readonly completion: Operation;
  readonly values: readonly Datum[];
}

/** An element that was added, and what reads show of it. */
export interface ElementTimeline {
  readonly element: Datum;
  readonly add: Call;
  /** Completion of the add or of the first read that has the element, whichever came first. */
  readonly known: Operation | null;
  /** Of the reads that completed after the add was invoked, the one invoked last that has the element. */
  readonly lastPresent: SetRead | null;
  /** The same, for reads that lack it. */
  readonly lastAbsent: SetRead | null;
}

/** Reads and elements of a history. */
export interface SetHistory {
  /** In the order of completion. */
  readonly reads: readonly SetRead[];
  /** In the order of the elements. */
  readonly elements: readonly ElementTimeline[];
  /**
   * Whether some read holds a value twice, or one that nobody had added yet, or one whose add failed: set-full does not
   * mind, so who does must look for it (see findings.ts).
   */
  readonly isOdd: boolean;
}

/** Functions that add an element: broadcast's and g-set's. */
const ADDS: ReadonlySet<string> = new Set(["broadcast", "add"]);

/** @throws {MalformedOperationError} if a read's value is no list */
export function setHistory(history: readonly Operation[]): SetHistory {
  const calls = pairCalls(history);
  const reads = calls.flatMap(successfulRead);
  // An element added a second time starts anew, as Jepsen's does.
  const adds = new Map<Identity, Call>();
  for (const call of calls)
    if (ADDS.has(call.invocation.f)) adds.set(identityOf(call.invocation.value), call);

  const latestFirst = [...reads].sort((a, b) => b.invocation.index - a.invocation.index);
  const { ranksByElement, hasStrangers } = presenceIn(latestFirst, adds);
  const lastCompletionFrom = suffixMaxima(latestFirst);
  let isOdd = hasStrangers;
  const elements = [...adds].map(([identity, add]): ElementTimeline => {
    const since = add.invocation.index;
    const all = ranksByElement.get(identity) ?? [];
    const ranks = all.filter((rank) => completes(latestFirst[rank], since));
    if (ranks.length < all.length || (add.completion?.type === "fail" && all.length > 0)) isOdd = true;
    const acknowledged = add.completion?.type === "ok" ? add.completion : null;
    return {
      element: add.invocation.value,
      add,
      known: firstKnown(acknowledged, ranks, latestFirst),
      lastPresent: latestFirst[ranks[0] ?? -1] ?? null,
      lastAbsent: latestWithout(ranks, latestFirst, lastCompletionFrom, since),
    };
  });
  elements.sort((a, b) => compareData(a.element, b.element) ?? 0);
  return { reads: reads.sort((a, b) => a.completion.index - b.completion.index), elements, isOdd };
}

function successfulRead({ invocation, completion }: Call): SetRead[] {
  if (invocation.f !== "read" || completion?.type !== "ok") return [];
  // Maelstrom takes `"messages": null` for an empty list.
  const value = completion.value ?? [];
  const values = value instanceof EdnList ? value.items : value instanceof Set ? [...value] : value;
  if (!isVector(values)) throw new MalformedOperationError(completion, "a list");
  return [{ invocation, completion, values }];
}

interface Presence {
  /** For each added element, the ranks in `latestFirst` of the reads that have it, ascending. */
  readonly ranksByElement: ReadonlyMap<Identity, readonly number[]>;
  /** Whether a read holds a value that was never added, or a value twice. */
  readonly hasStrangers: boolean;
}

function presenceIn(latestFirst: readonly SetRead[], adds: ReadonlyMap<Identity, Call>): Presence {
  const ranksByElement = new Map<Identity, number[]>();
  for (const identity of adds.keys()) ranksByElement.set(identity, []);
  let hasStrangers = false;
  latestFirst.forEach(({ values }, rank) => {
    for (const value of values) {
      const ranks = ranksByElement.get(identityOf(value));
      if (ranks === undefined || ranks[ranks.length - 1] === rank) hasStrangers = true;
      else ranks.push(rank);
    }
  });
  return { ranksByElement, hasStrangers };
}

/** Per rank, the greatest index at which a read of that rank or a later one completes. */
function suffixMaxima(latestFirst: readonly SetRead[]): readonly number[] {
  const maxima: number[] = new Array(latestFirst.length);
  let greatest = -1;
  for (let rank = latestFirst.length - 1; rank >= 0; rank--) {
    greatest = Math.max(greatest, latestFirst[rank]?.completion.index ?? -1);
    maxima[rank] = greatest;
  }
  return maxima;
}

/**
 * The read invoked last that completed after `since` and is not among `present`: in a healthy run the ranks of
 * presence are 0, 1, 2, …, up to the add, and the first number missing is the answer.
 */
function latestWithout(
  present: readonly number[],
  latestFirst: readonly SetRead[],
  lastCompletionFrom: readonly number[],
  since: number,
): SetRead | null {
  let position = 0;
  for (let rank = 0; (lastCompletionFrom[rank] ?? -1) > since; rank++) {
    const read = latestFirst[rank];
    if (present[position] === rank) position++;
    else if (read !== undefined && completes(read, since)) return read;
  }
  return null;
}

function completes(read: SetRead | undefined, since: number): boolean {
  return read !== undefined && read.completion.index > since;
}

/** The completion of the add, or that of the first read with the element, whichever came first. */
function firstKnown(
  acknowledged: Operation | null,
  ranks: readonly number[],
  latestFirst: readonly SetRead[],
): Operation | null {
  let known = acknowledged;
  for (const rank of ranks) {
    const completion = latestFirst[rank]?.completion;
    if (completion !== undefined && (known === null || completion.index < known.index)) known = completion;
  }
  return known;
}
