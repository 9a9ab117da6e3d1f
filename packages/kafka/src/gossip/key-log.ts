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
      if (isWithin || other?.offset === entry.offset) late.push(entry);
      this.#entries.push(entry);
    }
    for (const other of above.slice(moved)) this.#entries.push(other);
    return late;
  }

  /**
   * Extends the stable prefix up to the highest entry of which each other node is known to have that one or a higher one.
   * @param others for each other node, whether it is known to have an entry
   */
  settle(others: readonly ((entry: Entry) => boolean)[]): void {
    let stable = this.#entries.length;
    for (const has of others) {
      let highest = this.#entries.length;
      for (; highest > this.#stable; highest -= 1) {
        const entry = this.#entries[highest - 1];
        if (entry !== undefined && has(entry)) break;
      }
      stable = Math.min(stable, highest);
      if (stable === this.#stable) return;
    }
    this.#stable = stable;
  }

  /** At most `limit` entries of the stable prefix, from offset `from` on. */
  read(from: number, limit: number): readonly Entry[] {
    const start = this.#place(from);
    return this.#entries.slice(start, Math.min(start + limit, this.#stable));
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
