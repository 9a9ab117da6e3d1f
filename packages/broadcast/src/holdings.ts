/**
 * What a peer has of a store, as far as is known here: three version vectors, which say what need not be sent (again).
 *
 * `known` is certain: the peer has said so, or has sent it. `sent` is under way, and forgotten as soon as the peer has heard
 * a later message without acknowledging it: then it was lost. `presumed` is a guess: what one hub knew, the hub that takes
 * its place probably knows; the peer's complete version vector replaces it.
 *
 * Invariant: `known` never exceeds what this life of the peer has. So a value that is lacking is sent until it is
 * acknowledged, however many messages are lost, doubled or late.
 */
import { BatchRoom } from "@gossip-glomers/protocol";
import type { Run, Store } from "./store.ts";

export interface Lacking {
  readonly runs: readonly Run[];
  /** Whether there is more than fits into one message. */
  readonly more: boolean;
}

export class Holdings {
  readonly #known = new Map<string, number>();
  readonly #sent = new Map<string, number>();
  readonly #presumed = new Map<string, number>();
  /** Of the first so many values in the store's order of arrival, nothing is lacking. */
  #considered = 0;

  /** The peer has the first `count` values of an origin. */
  note(origin: string, count: number): void {
    if (count > (this.#known.get(origin) ?? 0)) this.#known.set(origin, count);
  }

  /** Values are on their way to the peer. */
  noteSent(runs: readonly Run[]): void {
    for (const [origin, from, values] of runs) this.#sent.set(origin, from + values.length);
  }

  /** Whether the peer is certain to have all that the store has. */
  includeAll(store: Store): boolean {
    for (const origin of store.origins) {
      if ((this.#known.get(origin) ?? 0) < store.count(origin)) return false;
    }
    return true;
  }

  /** Whether the peer has something that the store lacks. */
  exceed(store: Store): boolean {
    for (const [origin, count] of this.#known) if (count > store.count(origin)) return true;
    return false;
  }

  /** Whether the peer is not known to have all that is presumed of it. */
  get areOverestimated(): boolean {
    for (const [origin, count] of this.#presumed) if (count > (this.#known.get(origin) ?? 0)) return true;
    return false;
  }

  /** Takes for granted, until the peer says otherwise, that it has what another is known to have. */
  presumeLike(other: Holdings): void {
    for (const vector of [other.#known, other.#presumed]) {
      for (const [origin, count] of vector) {
        if (count > (this.#presumed.get(origin) ?? 0)) this.#presumed.set(origin, count);
      }
    }
  }

  /** Takes nothing for granted any more. To be called where values are going to be sent that nobody will say are missing. */
  forgetPresumed(): void {
    if (this.#presumed.size === 0) return;
    this.#presumed.clear();
    this.#considered = 0;
  }

  /** Takes what is under way for lost, so that what has not been acknowledged is sent again; returns whether there is any. */
  forgetSent(): boolean {
    let hasAny = false;
    for (const [origin, count] of this.#sent) hasAny ||= count > (this.#known.get(origin) ?? 0);
    if (hasAny) this.#considered = 0;
    this.#sent.clear();
    return hasAny;
  }

  /** The peer has lost its memory. */
  forgetAll(): void {
    this.#known.clear();
    this.#sent.clear();
    this.#presumed.clear();
    this.#considered = 0;
  }

  /** What the peer lacks and is not under way, up to `limit` values, fewer if they are long. */
  lacking(store: Store, limit: number): Lacking {
    const runs: Run[] = [];
    const room = new BatchRoom(limit);
    for (const origin of store.changedSince(this.#considered)) {
      const from = this.#reached(origin);
      if (from >= store.count(origin)) continue;
      const next = store.slice(origin, from, room.values);
      const end = next.findIndex((value) => !room.take(value));
      const values = end === -1 ? next : next.slice(0, end);
      if (values.length > 0) runs.push([origin, from, values]);
      if (from + values.length < store.count(origin)) return { runs, more: true };
    }
    this.#considered = store.size;
    return { runs, more: false };
  }

  #reached(origin: string): number {
    return Math.max(
      this.#known.get(origin) ?? 0,
      this.#sent.get(origin) ?? 0,
      this.#presumed.get(origin) ?? 0,
    );
  }
}
