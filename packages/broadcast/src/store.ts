/**
 * The values that a node knows: one log per origin, each without gaps. Read this first, then `holdings.ts`.
 *
 * An origin is one life of one node: a node that crashed has forgotten how many values it gave out, so it starts another
 * log under another name rather than give a number twice (`n3` number 0 before the crash and `n3` number 0 after it are
 * two values, and a peer that has the first would never ask for the second).
 *
 * Invariant: what is known of an origin is a prefix of its log. So one number per origin says all that a node knows: a
 * version vector (Parker et al., "Detection of mutual inconsistency in distributed systems", 1983). Two nodes compare
 * those, and send just what the other one lacks: Scuttlebutt reconciliation (van Renesse et al., "Efficient
 * reconciliation and flow control for anti-entropy protocols", 2008).
 *
 * Nothing is trimmed: the logs are the answer to `read`, so their growth is that of the data.
 */
import type { Json } from "@gossip-glomers/protocol";

/** Consecutive values of one origin: `from` is the number of the first. */
export type Run = readonly [origin: string, from: number, values: readonly Json[]];

/** How many values of an origin are known. */
export type Count = readonly [origin: string, count: number];

export class Store {
  readonly #logs = new Map<string, Json[]>();
  readonly #values: Json[] = [];
  /** Whose value each one of `#values` is: what has changed since a moment is the rest of this list. */
  readonly #arrivals: string[] = [];

  /** All values, in the order in which they became known here. */
  get values(): readonly Json[] {
    return this.#values;
  }

  get size(): number {
    return this.#values.length;
  }

  get origins(): Iterable<string> {
    return this.#logs.keys();
  }

  /** The whole version vector. */
  get counts(): readonly Count[] {
    return Array.from(this.#logs, ([origin, log]) => [origin, log.length]);
  }

  count(origin: string): number {
    return this.#logs.get(origin)?.length ?? 0;
  }

  /** Adds a value that its own node has just been given. */
  append(origin: string, value: Json): void {
    this.#log(origin).push(value);
    this.#values.push(value);
    this.#arrivals.push(origin);
  }

  /** Takes in what is new of a run; returns how many values that are. A run that begins after a gap is left out whole. */
  merge([origin, from, values]: Run): number {
    const known = this.count(origin);
    if (from > known) return 0;
    const fresh = values.slice(known - from);
    for (const value of fresh) this.append(origin, value);
    return fresh.length;
  }

  /** Up to `limit` values of an origin, beginning with number `from`. */
  slice(origin: string, from: number, limit: number): readonly Json[] {
    return this.#logs.get(origin)?.slice(from, from + limit) ?? [];
  }

  /** The origins of which something became known after there were `size` values. */
  changedSince(size: number): Iterable<string> {
    return size === 0 ? this.#logs.keys() : new Set(this.#arrivals.slice(size));
  }

  #log(origin: string): Json[] {
    const found = this.#logs.get(origin);
    if (found !== undefined) return found;
    const made: Json[] = [];
    this.#logs.set(origin, made);
    return made;
  }
}
