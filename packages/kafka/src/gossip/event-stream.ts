/**
 * What one life of one node has done, in the order in which it did it: its sends, and the commits that it was told of.
 *
 * Every node keeps a copy of every stream and always holds a prefix of it, so a single number (`count`) says what it has
 * and what it lacks: a cell of the version vectors of Parker et al. ("Detection of Mutual Inconsistency", 1983).
 *
 * Sends are kept for ever, they are the data itself. A commit is dropped as soon as the stream holds a higher one of
 * the same key (Kafka calls that a compacted topic): consumers commit after every poll, and a node that was away
 * wants only the last word. So numbers may be missing between two events; `count` still counts all. It is kept a little
 * longer if somebody waits for a copy of it (`keepFor`).
 */
import type { BatchRoom, Json } from "@gossip-glomers/protocol";

/** A message put into a log. */
export interface Send {
  readonly key: string;
  readonly offset: number;
  readonly msg: Json;
}

/** A consumer of `key` has processed everything up to `offset`, inclusive. */
export interface Commit {
  readonly key: string;
  readonly offset: number;
  readonly msg?: never;
}

export type Event = Send | Commit;

/** An event and its number in its stream, from 1. */
export type Numbered = readonly [number: number, event: Event];

/** What is left of a stream after number `from`, up to and including number `to`. */
export interface Excerpt {
  readonly from: number;
  readonly to: number;
  readonly events: readonly Numbered[];
}

export class EventStream {
  #count = 0;
  /** By number, lowest first; a Map keeps that order while superseded commits are taken out. */
  readonly #events = new Map<number, Event>();
  /** By key, the number of the one commit that is kept. */
  readonly #commits = new Map<string, number>();
  /** The lowest number that somebody waits for until others have all up to there. */
  #awaited = Number.POSITIVE_INFINITY;
  /** The superseded commits that are kept for that, by the number of what superseded them, lowest first. */
  readonly #kept = new Map<number, number>();

  /** How many events there were, those included that were dropped since. */
  get count(): number {
    return this.#count;
  }

  /** Adds an event at the end and returns its number. */
  append(event: Event): number {
    this.#put(this.#count + 1, event);
    return this.#count;
  }

  /**
   * Adds what is new in an excerpt of the same stream, and returns that; null if the excerpt begins after a gap, because
   * taking it would end the copy's being a prefix.
   */
  merge(excerpt: Excerpt): readonly Numbered[] | null {
    if (excerpt.from > this.#count) return null;
    const before = this.#count;
    const fresh = excerpt.events.filter(([number]) => number > before);
    for (const [number, event] of fresh) this.#put(number, event);
    this.#count = Math.max(before, excerpt.to);
    return fresh;
  }

  /**
   * Keeps what is superseded from now on as long as somebody waits for a lower number than that of what has superseded it: the page
   * with which others have all that he waits for may end in between, and then they would have neither.
   * @param awaited the lowest number that anybody waits for
   */
  keepFor(awaited: number): void {
    this.#awaited = awaited;
    for (const [superseding, superseded] of this.#kept) {
      if (superseding > awaited) return;
      this.#kept.delete(superseding);
      this.#events.delete(superseded);
    }
  }

  /** What comes after number `from`, as many events of it as there is room for. */
  after(from: number, room: BatchRoom): Excerpt {
    const events: Numbered[] = [];
    for (let number = from + 1; number <= this.#count; number += 1) {
      const event = this.#events.get(number);
      if (event === undefined) continue;
      if (!room.take(event.msg ?? null, event.key)) return { from, to: number - 1, events };
      events.push([number, event]);
    }
    return { from, to: Math.max(from, this.#count), events };
  }

  #put(number: number, event: Event): void {
    this.#count = number;
    if (event.msg === undefined) {
      const superseded = this.#commits.get(event.key);
      if (superseded !== undefined) {
        if (number > this.#awaited) this.#kept.set(number, superseded);
        else this.#events.delete(superseded);
      }
      this.#commits.set(event.key, number);
    }
    this.#events.set(number, event);
  }
}
