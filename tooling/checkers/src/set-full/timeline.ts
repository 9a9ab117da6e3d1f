/**
 * What a history says about each element of a set: when it was known to be in it, which reads saw it last and
 * which lacked it last.
 *
 * Jepsen updates every element at every read, which is elements × reads. Here the work is what the reads hold: they are
 * walked through from the one invoked last, and each touches only the elements that it contains. An element that lies
 * where it was expected has nothing to be remembered but the read to expect it in next (see `Trail`).
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
export const ADDS: ReadonlySet<string> = new Set(["broadcast", "add"]);

/** @throws {MalformedOperationError} if a read's value is no list */
export function setHistory(history: readonly Operation[]): SetHistory {
  const calls = pairCalls(history);
  const reads = calls.flatMap(successfulRead);
  // An element added a second time starts anew, as Jepsen's does.
  const adds = new Map<Identity, Call>();
  for (const call of calls)
    if (ADDS.has(call.invocation.f)) adds.set(identityOf(call.invocation.value), call);

  const latestFirst = [...reads].sort((a, b) => b.invocation.index - a.invocation.index);
  const trails = new Map<Identity, Trail>();
  for (const [identity, add] of adds) trails.set(identity, new Trail(add, latestFirst));
  let isOdd = followed(latestFirst, trails);
  const lastCompletionFrom = suffixMaxima(latestFirst);
  const elements: ElementTimeline[] = [];
  for (const trail of trails.values()) {
    isOdd ||= trail.isOdd;
    elements.push(trail.end(lastCompletionFrom));
  }
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

/** Has each read leave its mark on what it holds; returns whether one holds a value that was never added, or a value twice. */
function followed(latestFirst: readonly SetRead[], trails: ReadonlyMap<Identity, Trail>): boolean {
  let hasStrangers = false;
  latestFirst.forEach((read, rank) => {
    for (const value of read.values) {
      const isNew = trails.get(identityOf(value))?.mark(read, rank) ?? false;
      if (!isNew) hasStrangers = true;
    }
  });
  return hasStrangers;
}

/**
 * What the reads seen until now, from the one invoked last backwards, say about one element.
 *
 * In a healthy run the ranks of those that have it are 0, 1, 2, …, up to the add; the first number missing is that of the
 * read that lacks it last.
 */
class Trail {
  readonly #add: Call;
  readonly #latestFirst: readonly SetRead[];
  /** The rank of the first read of which it is not known whether it has the element. */
  #next = 0;
  #known: Operation | null;
  #lastPresent: SetRead | null = null;
  #lastAbsent: SetRead | null = null;
  #isFound = false;
  #isForeseen = false;

  constructor(add: Call, latestFirst: readonly SetRead[]) {
    this.#add = add;
    this.#latestFirst = latestFirst;
    this.#known = add.completion?.type === "ok" ? add.completion : null;
  }

  /** Whether a read has it that completed before the add began, or any although the add failed. */
  get isOdd(): boolean {
    return this.#isForeseen || (this.#add.completion?.type === "fail" && this.#isFound);
  }

  /** The read of a rank has the element, and none between it and the one before it has; returns false if it had it already. */
  mark(read: SetRead, rank: number): boolean {
    if (rank < this.#next) return false;
    while (this.#next < rank && this.#lastAbsent === null) this.#miss();
    this.#next = rank + 1;
    this.#isFound = true;
    const { completion } = read;
    if (completion.index <= this.#add.invocation.index) {
      this.#isForeseen = true;
      return true;
    }
    this.#lastPresent ??= read;
    if (this.#known === null || completion.index < this.#known.index) this.#known = completion;
    return true;
  }

  /**
   * What all reads say of it, as no other has it.
   * @param lastCompletionFrom by rank, the greatest index at which a read of that rank or a later one completes.
   */
  end(lastCompletionFrom: readonly number[]): ElementTimeline {
    const since = this.#add.invocation.index;
    while (this.#lastAbsent === null && (lastCompletionFrom[this.#next] ?? -1) > since) this.#miss();
    return {
      element: this.#add.invocation.value,
      add: this.#add,
      known: this.#known,
      lastPresent: this.#lastPresent,
      lastAbsent: this.#lastAbsent,
    };
  }

  /** The next read lacks it, which counts if that completed after the add began. */
  #miss(): void {
    const read = this.#latestFirst[this.#next];
    this.#next += 1;
    if (read !== undefined && read.completion.index > this.#add.invocation.index) this.#lastAbsent = read;
  }
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
