/**
 * One log as one node knows it: entries by offset, of which a prefix is stable.
 *
 * An entry is stable when no node can put anything below it any more (`replica.ts` says when that is known). Consumers
 * get only the stable prefix: had one been given offsets 0 and 4, and then 2 came from the other side of a partition, it
 * would never ask for 2 again.
 *
 * Invariant: the stable prefix only grows, and nothing is ever inserted into it.
 */
import type { Json } from "@gossip-glomers/protocol";

export interface Entry {
  readonly offset: number;
  readonly msg: Json;
  /** Which event put it there: the place of a stream (`stream-names.ts`) and the number in it. */
  readonly stream: number;
  readonly number: number;
}

export class KeyLog {
  readonly #entries: Entry[] = [];
  /** How many entries, from the lowest, are stable. */
  #stable = 0;
  /** Those that are not, by stream, in its order. */
  readonly #unstable = new Map<number, Entry[]>();

  /** The highest offset, −1 if there is none. */
  get highest(): number {
    return this.#entries.at(-1)?.offset ?? -1;
  }

  /**
   * Takes entries in, lowest first. All at once, since those above them have to move: after a long cut thousands of them are merged
   * into as many, and if each were put in by itself, each would move all of these.
   * @returns those that change the stable prefix, or have an offset that another has; none unless a node has forgotten its promises.
   */
  insert(fresh: readonly Entry[]): readonly Entry[] {
    const lowest = fresh[0]?.offset ?? Number.POSITIVE_INFINITY;
    const above = this.#entries.splice(this.#place(lowest));
    const below = this.#entries.length;
    const stable = this.#stable;
    const late: Entry[] = [];
    let moved = 0;
    for (const entry of fresh) {
      let other = above[moved];
      for (; other !== undefined && other.offset < entry.offset; other = above[moved]) {
        this.#entries.push(other);
        moved += 1;
      }
      const isWithin = below + moved < stable;
      if (isWithin) this.#stable += 1;
      else this.#wait(entry);
      if (isWithin || other?.offset === entry.offset) late.push(entry);
      this.#entries.push(entry);
    }
    for (const other of above.slice(moved)) this.#entries.push(other);
    return late;
  }

  /**
   * Extends the stable prefix up to the highest entry of which each other node is known to have that one or a higher one.
   *
   * Who has an entry has all before it of the same stream. So one looks for the last one of each stream; were all looked at, each
   * poll would look at all that has come since a node died.
   * @param others for each other node, whether it is known to have an entry
   */
  settle(others: readonly ((entry: Entry) => boolean)[]): void {
    let highest = this.highest;
    for (const has of others) {
      let known = -1;
      for (const entries of this.#unstable.values())
        known = Math.max(known, entries[firstWithout(entries, has) - 1]?.offset ?? -1);
      highest = Math.min(highest, known);
      if (highest === -1) return;
    }
    const stable = this.#place(highest + 1);
    if (stable <= this.#stable) return;
    this.#stable = stable;
    for (const [stream, entries] of this.#unstable) {
      entries.splice(
        0,
        firstWithout(entries, ({ offset }) => offset <= highest),
      );
      if (entries.length === 0) this.#unstable.delete(stream);
    }
  }

  /** At most `limit` entries of the stable prefix, from offset `from` on. */
  read(from: number, limit: number): readonly Entry[] {
    const start = this.#place(from);
    return this.#entries.slice(start, Math.min(start + limit, this.#stable));
  }

  #wait(entry: Entry): void {
    const entries = this.#unstable.get(entry.stream);
    if (entries === undefined) this.#unstable.set(entry.stream, [entry]);
    else entries.push(entry);
  }

  /** The index of the first entry whose offset is not below `offset`. */
  #place(offset: number): number {
    let low = 0;
    let high = this.#entries.length;
    // New entries nearly always belong at the end.
    if (offset > this.highest) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.offset ?? offset) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How many entries, from the first, are had. */
function firstWithout(entries: readonly Entry[], has: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && has(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}
