/**
 * A binary heap of what is due, earliest first and, among equals, in the order of `sequence` (Williams 1964,
 * "Algorithm 232: Heapsort").
 *
 * The sequence is what makes a simulation repeatable: a heap alone gives no order among equals, so two messages
 * that are due in the same nanosecond would arrive in an order that depends on what else is in the heap.
 *
 * Invariant: no item is due before its parent, the one at half its index.
 */
import type { Nanoseconds } from "@gossip-glomers/history";

export interface Due {
  readonly at: Nanoseconds;
  /** Unique within a heap. */
  readonly sequence: number;
}

export class DueHeap<T extends Due> {
  #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The earliest item, or undefined if there is none. */
  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let hole = items.length;
    items.push(item);
    while (hole > 0) {
      const above = (hole - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || isBefore(parent, item)) break;
      items[hole] = parent;
      hole = above;
    }
    items[hole] = item;
  }

  /** Takes the earliest item out. */
  pop(): T | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top !== undefined && last !== undefined && items.length > 0) this.#sink(last, 0);
    return top;
  }

  /** Takes out all that `keep` does not want, in time proportional to the size (Floyd 1964, "Algorithm 245: Treesort 3"). */
  retain(keep: (item: T) => boolean): void {
    this.#items = this.#items.filter(keep);
    for (let hole = (this.#items.length >> 1) - 1; hole >= 0; hole--) {
      const item = this.#items[hole];
      if (item !== undefined) this.#sink(item, hole);
    }
  }

  clear(): void {
    this.#items = [];
  }

  /** Puts an item where there is a hole, or, after what is due before it, below. */
  #sink(item: T, from: number): void {
    const items = this.#items;
    let hole = from;
    for (;;) {
      let below = 2 * hole + 1;
      let child = items[below];
      if (child === undefined) break;
      const sibling = items[below + 1];
      if (sibling !== undefined && isBefore(sibling, child)) {
        below += 1;
        child = sibling;
      }
      if (isBefore(item, child)) break;
      items[hole] = child;
      hole = below;
    }
    items[hole] = item;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
