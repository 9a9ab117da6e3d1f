/**
 * What a node knows of one peer: what that has, what is under way to it, and whether it can be reached.
 *
 * Three version vectors say what need not be sent (again). `known` is certain: the peer has said so, or has sent it.
 * `sent` is under way, and forgotten as soon as the peer has heard a later message without acknowledging it: then it
 * was lost. `presumed` is a guess: what one hub knew, the hub that takes its place probably knows; the peer's complete
 * version vector replaces it.
 *
 * Invariant: `known` never exceeds what this life of the peer has. So a value that is lacking is sent until it is
 * acknowledged, however many messages are lost, doubled or late.
 *
 * Messages on a link are numbered, and each carries the number of the last one that came the other way. A peer that has
 * heard a number can be reached; that one hears the peer proves nothing, since a link may work one way only.
 */
import type { Count, Run, Store } from "./store.ts";
import type { Gossip } from "./wire.ts";

/** A message that must be answered. */
export interface Awaiting {
  readonly number: number;
  /** When it was sent. */
  readonly since: number;
  readonly deadline: number;
  /** Whether an answer at once was asked for, so that no further question is worth while. */
  readonly asked: boolean;
}

export interface Lacking {
  readonly runs: readonly Run[];
  /** Whether there is more than fits into one message. */
  readonly more: boolean;
}

export class Link {
  readonly peer: string;
  /** The way from the peer to the root of its tree, as it last said: its hub first; empty if it is a root. */
  path: readonly string[];
  /** Its root's last round that it knows of. */
  round = 0;
  /** How many levels of the tree are below it, as it last said. */
  height = 0;
  /** Whether it looks for a hub, so that its being a root means nothing. */
  isSeeking = false;
  /** Whether it wants to be treated as a child in the next round. */
  isGrafting = false;
  /** The hub that this node last told the peer. */
  toldHub: string | undefined;
  /** How many levels of the tree are below this node, as it last told the peer. */
  toldHeight = 0;
  /** The number of the last message from the peer. */
  heard = 0;
  /** When that came. */
  heardAt: number = Number.NEGATIVE_INFINITY;
  /** When it last said all that it has. */
  fullAt: number = Number.NEGATIVE_INFINITY;
  /** When at the latest the peer must be told what came of its runs. */
  ackDue: number = Number.POSITIVE_INFINITY;
  awaiting: Awaiting | undefined;
  /** When the peer was last asked for an answer at once. */
  askedAt: number = Number.NEGATIVE_INFINITY;
  /** When this node last asked to be the peer's child. */
  graftedAt: number = Number.NEGATIVE_INFINITY;
  /** Whether the peer has heard that. */
  hasHeardGraft = false;
  /** Whether it has just said that it lacks what was presumed of it. */
  wasMisjudged = false;
  /** Whether the peer is taken for unreachable; it is probed now and then. */
  suspected = false;
  /** Since when. */
  suspectedAt: number = Number.NEGATIVE_INFINITY;
  /** Whether the peer has heard a later message than one whose values it does not have. */
  hasLost = false;
  /** Whether the last message could not hold all that the peer lacks. */
  hasMore = false;
  /** Whether the peer has been asked what it has, to be sent what it lacks. */
  isCompared = false;
  /** Whether the peer has started anew, so that it must say what it has before it is sent anything. */
  isUnsure = false;
  #life: string | undefined;
  #lastNumber = 0;
  #lastDemand = 0;
  #lastData = 0;
  #lastGraft = 0;
  /** A suspected peer has to hear a message of at least this number. */
  #proofNumber = 0;
  readonly #known = new Map<string, number>();
  readonly #sent = new Map<string, number>();
  readonly #presumed = new Map<string, number>();
  /** Origins of which runs came that have not been acknowledged yet. */
  readonly #owed = new Set<string>();
  /** Of the first so many values in the store's order of arrival, nothing is lacking. */
  #considered = 0;

  constructor(peer: string, path: readonly string[]) {
    this.peer = peer;
    this.path = path;
  }

  /** Whom the peer hands its values to; itself if it is a root. */
  get hub(): string {
    return this.path[0] ?? this.peer;
  }

  /** The root of the peer's tree. */
  get root(): string {
    return this.path.at(-1) ?? this.peer;
  }

  /** Takes in all of a message but its values; returns whether it proves that a suspected peer can be reached. */
  hear(message: Gossip, now: number, answerWithinMs: number): boolean {
    if (this.#life !== undefined && this.#life !== message.life) this.#restart();
    this.#life = message.life;
    this.heardAt = now;
    // A message that was overtaken says what its sender had; what its place in the tree is has been said since.
    if (message.n > this.heard) {
      this.path = message.path;
      this.round = message.round;
      this.height = message.height ?? 0;
      this.isSeeking = message.seeks === true;
      this.heard = message.n;
    }
    if (message.graft) this.isGrafting = true;
    for (const [origin, count] of message.have ?? []) this.noteHas(origin, count);
    if (message.full) {
      this.fullAt = now;
      this.isUnsure = false;
      this.wasMisjudged = this.#isMisjudged();
      this.forgetPresumed();
    }
    this.hasHeardGraft = message.heard >= this.#lastGraft;
    this.hasLost = message.heard >= this.#lastData && this.resend();
    const { awaiting } = this;
    if (awaiting !== undefined && message.heard >= awaiting.number) {
      this.awaiting =
        this.#lastDemand > message.heard
          ? { number: message.heard + 1, since: now, deadline: now + answerWithinMs, asked: false }
          : undefined;
    }
    return this.suspected && message.heard >= this.#proofNumber;
  }

  noteHas(origin: string, count: number): void {
    if (count > (this.#known.get(origin) ?? 0)) this.#known.set(origin, count);
  }

  /** Whether the peer is certain to have all that the store has. */
  knowsAll(store: Store): boolean {
    for (const origin of store.origins) {
      if ((this.#known.get(origin) ?? 0) < store.count(origin)) return false;
    }
    return true;
  }

  /** Forgets what is under way, so that what has not been acknowledged is sent again; returns whether there is any. */
  resend(): boolean {
    let hasAny = false;
    for (const [origin, count] of this.#sent) hasAny ||= count > (this.#known.get(origin) ?? 0);
    if (hasAny) this.#considered = 0;
    this.#sent.clear();
    return hasAny;
  }

  /** Takes for granted, until the peer says otherwise, that it has what `other` is known to have. */
  presumeLike(other: Link): void {
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

  /** What the peer lacks and is not under way, up to `limit` values. */
  lacking(store: Store, limit: number): Lacking {
    const runs: Run[] = [];
    let room = limit;
    for (const origin of store.changedSince(this.#considered)) {
      const from = this.#reached(origin);
      if (from >= store.count(origin)) continue;
      const values = store.slice(origin, from, room);
      if (values.length > 0) runs.push([origin, from, values]);
      room -= values.length;
      if (from + values.length < store.count(origin)) return { runs, more: true };
    }
    this.#considered = store.size;
    return { runs, more: false };
  }

  owe(origin: string, due: number): void {
    this.#owed.add(origin);
    this.ackDue = Math.min(this.ackDue, due);
  }

  /** The acknowledgement of all runs since the last one. */
  takeOwed(store: Store): readonly Count[] {
    const counts: Count[] = Array.from(this.#owed, (origin) => [origin, store.count(origin)]);
    this.forgetOwed();
    return counts;
  }

  /** Another will acknowledge what came from the peer. */
  forgetOwed(): void {
    this.#owed.clear();
    this.ackDue = Number.POSITIVE_INFINITY;
  }

  /** Numbers the next message. */
  number(runs: readonly Run[]): number {
    this.#lastNumber += 1;
    if (runs.length > 0) this.#lastData = this.#lastNumber;
    for (const [origin, from, values] of runs) this.#sent.set(origin, from + values.length);
    return this.#lastNumber;
  }

  /** The message of this number, sent now, asks the peer to take this node for a child. */
  noteGraft(number: number, now: number): void {
    this.#lastGraft = number;
    this.hasHeardGraft = false;
    this.graftedAt = now;
  }

  /** The message of this number, sent now, must be answered by `deadline`. Nothing is awaited of a suspected peer. */
  await(number: number, since: number, deadline: number, asked: boolean): void {
    this.#lastDemand = number;
    if (this.suspected) return;
    const before = this.awaiting;
    if (before === undefined) this.awaiting = { number, since, deadline, asked };
    else if (asked && !before.asked) this.awaiting = { ...before, deadline, asked };
  }

  /** Waits for the answer until `deadline`, and no longer. */
  giveUntil(deadline: number): void {
    if (this.awaiting !== undefined) this.awaiting = { ...this.awaiting, deadline, asked: true };
  }

  suspect(now: number): void {
    this.suspected = true;
    this.suspectedAt = now;
    this.#proofNumber = this.awaiting?.number ?? this.#lastNumber + 1;
    this.awaiting = undefined;
    // What was guessed of it while it was a candidate could never be corrected by one that cannot be heard.
    this.#presumed.clear();
    this.#sent.clear();
    this.#considered = 0;
  }

  trust(): void {
    this.suspected = false;
    this.awaiting = undefined;
    this.resend();
  }

  #isMisjudged(): boolean {
    for (const [origin, count] of this.#presumed) if (count > (this.#known.get(origin) ?? 0)) return true;
    return false;
  }

  #reached(origin: string): number {
    return Math.max(
      this.#known.get(origin) ?? 0,
      this.#sent.get(origin) ?? 0,
      this.#presumed.get(origin) ?? 0,
    );
  }

  /** The peer has lost its memory. */
  #restart(): void {
    this.heard = 0;
    this.isGrafting = false;
    this.#known.clear();
    this.#sent.clear();
    this.#presumed.clear();
    this.#considered = 0;
    this.isUnsure = true;
    this.isCompared = true;
  }
}
