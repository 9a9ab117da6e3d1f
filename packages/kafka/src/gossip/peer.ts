/**
 * What a node knows of another one: what that has, what it has promised, and what it is still to be told.
 *
 * Rows of what everybody has are the matrix clock of Wuu and Bernstein ("Efficient Solutions to the Replicated Log and
 * Dictionary Problems", 1984). Time is handed in, in milliseconds.
 */
import type { Batch } from "./batch.ts";

/**
 * The pause between two questions to a peer that does not answer doubles up to this. Who is asked answers at once, so it need
 * not be longer where nodes speak rarely; only the first question waits for what comes by itself.
 */
const longestPauseMs = 1_000;

export class Peer {
  readonly id: string;
  readonly #patienceMs: number;
  /** The stream of its present life; undefined until it has spoken. */
  #self: string | undefined;
  /** Streams of lives that are over; messages of them may still be on their way. */
  readonly #formerSelves = new Set<string>();
  /** How much of each stream it has. */
  readonly #has = new Map<string, number>();
  /** As `#has`, but only what it said when it had nothing of its own that is unknown here; see `promise`. */
  readonly #promised = new Map<string, number>();
  /** How much of this node's stream has been sent to it. */
  #sent = 0;
  /** The version of this node's row that it was last sent. */
  #toldVersion = 0;
  /** Whether it got a batch that was cut short, and has not asked for the rest. */
  #paging = false;
  /** Whether it is to be asked for what was missed. */
  #owesUs = false;
  /** Since when it has lacked something without making progress; undefined if it lacks nothing. */
  #behindSince: number | undefined;
  #repairs = 0;

  /** @param patienceMs how long it may lack something without making progress before it is asked */
  constructor(id: string, patienceMs: number) {
    this.id = id;
    this.#patienceMs = patienceMs;
  }

  /** The stream that it writes; undefined until it has spoken. */
  get self(): string | undefined {
    return this.#self;
  }

  /** How often it has been asked in vain since it last made progress. */
  get repairs(): number {
    return this.#repairs;
  }

  /** Whether the next batch to it must ask. */
  get owesUs(): boolean {
    return this.#owesUs;
  }

  /** How much of a stream it has. */
  has(stream: string): number {
    return this.#has.get(stream) ?? 0;
  }

  /** How much of a stream it will always have known before it gives out another offset. */
  promised(stream: string): number {
    return this.#promised.get(stream) ?? 0;
  }

  /** From where on this node's stream is to be sent to it. */
  get sent(): number {
    return this.#sent;
  }

  /** @returns whether the batch is of its present life; if not, it says nothing of what the peer has now. */
  hear({ self, row, ask }: Batch, ownStream: string): boolean {
    if (this.#formerSelves.has(self)) return false;
    if (this.#self !== self) {
      if (this.#self !== undefined) this.#forget(this.#self);
      this.#self = self;
    }
    let progress = false;
    for (const [stream, count] of row) {
      if (count <= this.has(stream)) continue;
      this.#has.set(stream, count);
      progress = true;
    }
    if (progress || ask) {
      if (ask || this.#repairs > 0) this.#sent = this.has(ownStream);
      this.#repairs = 0;
      this.#paging = false;
      this.#behindSince = undefined;
    }
    return true;
  }

  /** It has crashed and forgotten everything, so nothing that it said is true any more. */
  #forget(formerSelf: string): void {
    this.#formerSelves.add(formerSelf);
    this.#has.clear();
    this.#promised.clear();
    this.#sent = 0;
  }

  /**
   * Takes its row as a promise: every offset that it gives from now on is above all that is in these extents. To be called
   * only if what it gave before is known here; else an offset below, given before it knew them, might still be on its way.
   */
  promise(row: Batch["row"]): void {
    for (const [stream, count] of row) {
      if (count > this.promised(stream)) this.#promised.set(stream, count);
    }
  }

  /** Something of it got lost on the way; ask for it with the next batch. */
  missed(): void {
    this.#owesUs = true;
  }

  /** Whether it is to be told something soon. A peer that does not answer is only asked, ever more rarely. */
  hasNews(ownCount: number, rowVersion: number): boolean {
    if (this.#repairs > 0) return false;
    return this.#owesUs || (!this.#paging && (this.#sent < ownCount || this.#toldVersion !== rowVersion));
  }

  /** Notes that it has just been sent a batch. */
  told(sent: number, rowVersion: number, more: boolean): void {
    this.#sent = sent;
    this.#toldVersion = rowVersion;
    this.#paging = more;
    this.#owesUs = false;
  }

  /** Notes whether it lacks anything that is known here, and when that began. */
  setBehind(behind: boolean, now: number): void {
    this.#behindSince = behind ? (this.#behindSince ?? now) : undefined;
    if (!behind) this.#repairs = 0;
  }

  /** When it is to be asked, for lack of progress; undefined if it lacks nothing. */
  get repairAt(): number | undefined {
    if (this.#behindSince === undefined) return undefined;
    if (this.#repairs === 0) return this.#behindSince + this.#patienceMs;
    return this.#behindSince + Math.min(this.#patienceMs * 2 ** this.#repairs, longestPauseMs);
  }

  /** Begins a repair: all that it has not confirmed will be sent again. */
  beginRepair(ownStream: string, now: number): void {
    this.#sent = this.has(ownStream);
    this.#repairs += 1;
    this.#behindSince = now;
  }
}
