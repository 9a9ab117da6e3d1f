/**
 * The keys that transactions use at a time (MAELSTROM.md 10.8).
 *
 * Every value is written once to a key, which is what lets a checker tell who wrote it. A key that has had its share of
 * writes is replaced by a new one, so that versions of a key stay few enough to be compared.
 */
import type { Random } from "@gossip-glomers/simulator";
import { exponentialIndex } from "./exponential-choice.ts";

export interface LiveKey {
  readonly key: number;
  /** What is written to it next: 1, 2, … */
  readonly nextValue: number;
}

/** In the order in which they are chosen from: later ones are hotter. A replacement takes its predecessor's place. */
export type KeyPool = readonly LiveKey[];

/** Keys 0 … `count` − 1, not yet written to. */
export function freshKeys(count: number): KeyPool {
  return Array.from({ length: count }, (_, key) => ({ key, nextValue: 1 }));
}

/** One access to one key; `value` is null for a read. */
export interface Access {
  readonly key: number;
  readonly value: number | null;
}

/**
 * Draws a read or a write, equally likely, of a key by the exponential choice. A write to a key that is used up
 * replaces that key by the largest one + 1 and is no access: everything is drawn anew.
 */
export function drawAccess(
  pool: KeyPool,
  maxWritesPerKey: number,
  random: Random,
): { readonly access: Access; readonly pool: KeyPool } {
  let live = pool;
  for (;;) {
    const isWrite = random.integer(2) === 1;
    const index = exponentialIndex(live.length, random);
    const chosen = live[index];
    if (chosen === undefined) throw new RangeError(`drawAccess: there is no key ${index}; use at least one`);
    const { key, nextValue } = chosen;
    if (!isWrite) return { access: { key, value: null }, pool: live };
    if (nextValue <= maxWritesPerKey) {
      return { access: { key, value: nextValue }, pool: live.with(index, { key, nextValue: nextValue + 1 }) };
    }
    const newest = live.reduce((largest, other) => Math.max(largest, other.key), 0) + 1;
    live = live.with(index, { key: newest, nextValue: 1 });
  }
}
