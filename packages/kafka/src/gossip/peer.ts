/**
 * What a node knows of one that it speaks to: what that has, what it has promised, for itself and for all that it speaks for, and
 * what it is still to be told.
 *
 * In a mesh each peer speaks for itself; the rows of all of them are the matrix clock of Wuu and Bernstein ("Efficient
 * Solutions to the Replicated Log and Dictionary Problems", 1984). In a tree a peer speaks for everything behind it.
 * Streams are places in vectors here; `replica.ts` knows their names.
 */
import type { Question } from "./batch.ts";
import type { Heard } from "./heard.ts";
import type { Neighbour } from "./overlay.ts";
import { Patience } from "./patience.ts";
import { Stalls } from "./stalls.ts";
import { type Cell, put, type VersionedVector } from "./versioned-vector.ts";

export class Peer {
  readonly id: string;
  readonly speaksFor: number;
  readonly isAbove: boolean;
  readonly patience: Patience;
  readonly stalls: Stalls = new Stalls();
  /** What all nodes have that this one speaks for when it speaks to the peer. */
  readonly least: VersionedVector;
  /** The stream of its present life; undefined until it has spoken. */
  #self: number | undefined;
  /** Streams of lives that seem to be over; messages of them may still be on their way. */
  readonly #formerSelves = new Set<number>();
  /** This node's version when it first heard of the present life. */
  #believedAt = 0;
  /** What it asked last, in whichever life. */
  question: Question | undefined;
  /** How much of each stream it has. */
  #has: number[] = [];
  /** How much of each stream it and all that it speaks for will have known before they give out another offset. */
  #promised: number[] = [];
  /** Its version up to which its promises have been taken. */
  #accepted = 0;
  /** This node's version up to which it has taken everything, as it said. */
  #confirmed = 0;
  /** How much of each stream has been sent to it. */
  #sent: number[] = [];
  /** The version that it was last sent. */
  #told = 0;
  /** Whether it got a batch that was cut short, and has not asked for the rest. */
  #isPaging = false;
  /** Whether it is to be asked for what was missed. */
  #owesUs = false;
  /** Whether it has said all that it has since this node has been alive, not to an earlier life of this node. */
  #isRowWhole = false;
  /** Whether it may still learn what it, or a node that it speaks for, knew in an earlier life. */
  #isJoining = true;
  /** Whether this node has had all that it has, at some moment of this life. */
  wasCaughtUp = false;
  /** Whether it was told that this side is still joining. */
  #toldJoining = false;

  constructor({ id, speaksFor, isAbove }: Neighbour, patienceMs: number, least: VersionedVector) {
    this.id = id;
    this.speaksFor = speaksFor;
    this.isAbove = isAbove;
    this.patience = new Patience(patienceMs);
    this.least = least;
  }

  /** The stream that it writes; undefined until it has spoken. */
  get self(): number | undefined {
    return this.#self;
  }

  get formerSelves(): ReadonlySet<number> {
    return this.#formerSelves;
  }

  /** Whether the next batch to it must ask. */
  get owesUs(): boolean {
    return this.#owesUs;
  }

  get isPaging(): boolean {
    return this.#isPaging;
  }

  get accepted(): number {
    return this.#accepted;
  }

  get confirmed(): number {
    return this.#confirmed;
  }

  /** Whether it has said all that it has. */
  get isRowWhole(): boolean {
    return this.#isRowWhole;
  }

  /** Whether it has said all that it has, and that it will not learn of anything from an earlier life. */
  get isWhole(): boolean {
    return this.#isRowWhole && !this.#isJoining;
  }

  get toldJoining(): boolean {
    return this.#toldJoining;
  }

  /** Whether something is to be promised to it that it has not been told of. */
  get lacksPromise(): boolean {
    return this.#told < this.least.latest;
  }

  /** How much of a stream it has. */
  has(stream: number): number {
    return this.#has[stream] ?? 0;
  }

  /** Whether nothing of what it has is missing in a row. */
  hasNoMoreThan(row: VersionedVector): boolean {
    return this.#has.every((count, stream) => count <= row.at(stream));
  }

  /** How much of a stream all that it speaks for will have known before they give out another offset. */
  promised(stream: number): number {
    return this.#promised[stream] ?? 0;
  }

  /** From where on a stream is to be sent to it. */
  sent(stream: number): number {
    return Math.max(this.has(stream), this.#sent[stream] ?? 0);
  }

  /**
   * Whether a word is of a life that is over, and so says nothing of what the peer has now.
   *
   * Lives do not say which is the later one, and the first word of a life may come after a word of the next. So one that
   * seems to be over is believed in again if it answers what it was asked after the other one had been heard of. Of a
   * life that really is over nobody can.
   */
  isOfFormerLife({ self, answered }: Pick<Heard, "self" | "answered">): boolean {
    return this.#formerSelves.has(self) && answered <= this.#believedAt;
  }

  /**
   * Takes what it says of itself in a life that is not over.
   * @param version what was last told
   * @returns whether it is the first word of a new life, in which nothing is true that it said in the one before
   */
  hear(
    { self, base, row, heard, ask, answered, joining }: Heard,
    version: number,
  ): { readonly isReborn: boolean } {
    const isReborn = this.#self !== undefined && this.#self !== self;
    if (isReborn && this.#self !== undefined) this.#forget(this.#self);
    if (this.#self !== self) this.#believedAt = version;
    this.#formerSelves.delete(self);
    this.#self = self;
    if (answered > 0 && base <= this.#accepted) this.#isRowWhole = true;
    // Who has joined has done so for this life, whichever message comes first.
    if (!joining) this.#isJoining = false;
    let isProgress = ask;
    // It tells what it has, and will have an answer that brings it all that it lacks; unless it has not heard the last one either.
    if (ask && (isReborn || heard > this.#confirmed)) this.stalls.restart();
    for (const [stream, count] of row) {
      if (count <= this.has(stream)) continue;
      put(this.#has, stream, count);
      isProgress = true;
    }
    // A confirmation meant for an earlier life of this node may be too high. Then the peer cannot read what it is sent, and asks.
    if (ask) this.#confirmed = Math.min(heard, version);
    else if (heard <= version) this.#confirmed = Math.max(this.#confirmed, heard);
    if (isProgress) {
      if (ask || this.patience.questions > 0) this.#sent = [];
      this.#isPaging = false;
      this.stalls.advance();
    }
    this.patience.answered();
    return { isReborn };
  }

  /** It has crashed and forgotten everything, so nothing that it said is true any more. */
  #forget(formerSelf: number): void {
    this.#formerSelves.add(formerSelf);
    this.#has = [];
    this.#promised = [];
    this.#accepted = 0;
    this.#confirmed = 0;
    this.#sent = [];
    this.#isRowWhole = false;
    this.#isJoining = true;
  }

  /**
   * Takes what it promises: every offset that it, or a node that it speaks for, gives from now on is above all in these
   * extents. If what was given before is not all known here (`isComplete`), or may not be known even there, as it is joining, an
   * offset below may still be on its way; then only what it no longer promises is taken.
   * @returns the streams of which something else is promised now
   */
  promise({ version, base, least, joining }: Heard, isComplete: boolean): readonly number[] {
    if (version <= this.#accepted) return [];
    const isWhole = isComplete && !joining && base <= this.#accepted;
    const changed: number[] = [];
    for (const [stream, count] of least) {
      const before = this.promised(stream);
      if (count === before || (count > before && !isWhole)) continue;
      // Its own row never sinks in one life: another has brought a later word of it before (`word.ts`).
      if (count < before && this.speaksFor === 1) continue;
      put(this.#promised, stream, count);
      changed.push(stream);
    }
    if (isWhole) this.#accepted = version;
    else if (base > this.#accepted) this.#owesUs = true;
    if (changed.length > 0) this.stalls.advance();
    return changed;
  }

  /**
   * Takes what it has promised to another, who said so; versions, which it counts for this node, stay as they are.
   * @param self the stream that it writes; it must not be another than is known
   * @param version what was last told
   */
  promiseThrough(self: number, row: readonly Cell[], version: number): void {
    if (this.#self === undefined) this.#believedAt = version;
    this.#self = self;
    for (const [stream, count] of row) if (count > this.promised(stream)) put(this.#promised, stream, count);
  }

  /** Something of it got lost on the way; ask for it with the next batch. */
  missed(): void {
    this.#owesUs = true;
  }

  /** Notes that it has been sent a stream up to `to`. */
  sentUpTo(stream: number, to: number): void {
    put(this.#sent, stream, to);
  }

  /** Notes that it has just been sent a batch. */
  told(version: number, more: boolean, joining: boolean): void {
    this.#told = version;
    this.#isPaging = more;
    this.#owesUs = false;
    this.#toldJoining = joining;
  }

  /** Notes that it is asked: all that it has not confirmed will be sent again. */
  asked(now: number): void {
    this.#sent = [];
    this.patience.asked(now);
  }
}
