/**
 * The receiving half of an exchange with one other node: puts parts together until they are a whole state.
 *
 * Parts may be lost, repeated and overtake each other. The sender numbers its changes; a part covers those after `after`
 * up to `upTo`, and says by `end` which one was the latest when it was made. Parts are taken in without a gap (one that
 * came too early waits) and kept aside until everything up to the greatest `end` among them is there. Then, and only
 * then, they may be merged into the store.
 *
 * Why not sooner: a store keeps only the latest version of a key, so a change moves it to the end of the list. Say
 * a transaction writes x and y, and a later one x again. A part that ends between them holds the y of the first and no x
 * at all: to merge it would show half a transaction.
 *
 * Invariant: what `take` returns, merged into a store that has all that was returned before, gives at least the state
 * that the sender had when it made the latest of the parts. Proof: let t be that moment, E its `end`, and v a version
 * that was the sender's latest of its key at t, set there as change p ≤ E. Everything up to E is here, so some part
 * covered p. It was made at or before t, but not before change p, and in between v was in its place; so the part
 * held v, or left it out because this node was known to have it.
 *
 * Change 0 is the birth of the sender: before anything has come of it, not even that has been heard.
 */
import { widestWindow } from "./outbox.ts";
import { isNewer, union, type Version, type VersionVector } from "./version.ts";
import type { Part } from "./wire.ts";

/** A state that another node had, as far as this one did not have it. */
export interface WholeState {
  readonly versions: Iterable<Version>;
  readonly known: VersionVector;
}

/** A part that waits for one before it, and what its sender knew. */
interface Early {
  readonly part: Part;
  readonly known: VersionVector;
}

/** More parts than that need not wait here: a sender has no more under way. */
const mostEarly = widestWindow;

export class Inbox {
  #heard = -1;
  #echo: number | null = null;
  #owesAnswer = false;
  /** What has been taken in and is not whole yet: the newest version of each key. It is no larger than the data. */
  #staged = new Map<string, Version>();
  #stagedKnown: VersionVector | undefined;
  /** The latest `end` among what is staged. */
  #end = -1;
  readonly #early = new Map<number, Early>();

  /** The sender's change up to which everything has come. */
  get heard(): number {
    return this.#heard;
  }

  /** When the part that came last was sent, by its sender's clock; null once the sender has been told. */
  get echo(): number | null {
    return this.#echo;
  }

  /** Whether the sender is to be told how far this node has heard; also if it should have known, as its part shows. */
  get owesAnswer(): boolean {
    return this.#owesAnswer;
  }

  /** Says that the sender waits for an answer although it has sent no part. */
  oweAnswer(): void {
    this.#owesAnswer = true;
  }

  /** Says that the sender has been told. */
  answered(): void {
    this.#owesAnswer = false;
    // Said a second time, much later, it would look like a slow network.
    this.#echo = null;
  }

  /**
   * Takes in a part.
   * @param known the transactions that its sender knew when it made it
   * @returns what may be merged into the store now, if anything
   */
  take(part: Part, known: VersionVector): WholeState | undefined {
    this.#owesAnswer = true;
    this.#echo = part.sentAt;
    if (part.after > this.#heard) {
      if (this.#early.size < mostEarly) this.#early.set(part.after, { part, known });
      return undefined;
    }
    this.#stage(part, known);
    while (this.#stageEarly()) {}
    if (this.#stagedKnown === undefined || this.#heard < this.#end) return undefined;
    const whole = { versions: this.#staged.values(), known: this.#stagedKnown };
    this.#staged = new Map();
    this.#stagedKnown = undefined;
    return whole;
  }

  #stage(part: Part, known: VersionVector): void {
    // All that it covers has come already, in parts as good as this one.
    if (part.upTo <= this.#heard) return;
    for (const version of part.versions) {
      const staged = this.#staged.get(version.identity);
      if (staged === undefined || isNewer(version, staged)) this.#staged.set(version.identity, version);
    }
    this.#heard = part.upTo;
    this.#end = Math.max(this.#end, part.end);
    this.#stagedKnown = this.#stagedKnown === undefined ? known : union(this.#stagedKnown, known);
  }

  /** Stages one of the parts that no longer have to wait; returns whether there was one. */
  #stageEarly(): boolean {
    for (const [after, { part, known }] of this.#early) {
      if (after > this.#heard) continue;
      this.#early.delete(after);
      this.#stage(part, known);
      return true;
    }
    return false;
  }
}
