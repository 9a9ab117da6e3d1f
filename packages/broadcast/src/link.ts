/**
 * What a node knows of one peer: its place in the tree, what was agreed with it, and whether it can be reached. What it has of
 * the values is in `holdings.ts`.
 *
 * Messages on a link are numbered, and each carries the number of the last one that came the other way. A peer that has
 * heard a number can be reached; that one hears the peer proves nothing, since a link may work one way only.
 */
import { Holdings } from "./holdings.ts";
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

export class Link {
  readonly peer: string;
  readonly holdings: Holdings = new Holdings();
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
  /** Whether the peer has heard more than this node has said: it knows an earlier life of it, and counts on what that had. */
  knowsEarlierLife = false;
  #life: string | undefined;
  #lastNumber = 0;
  #lastDemand = 0;
  #lastData = 0;
  #lastGraft = 0;
  /** A suspected peer has to hear a message of at least this number. */
  #proofNumber = 0;
  /** Origins of which runs came that have not been acknowledged yet. */
  readonly #owed = new Set<string>();

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
    this.knowsEarlierLife = message.heard > this.#lastNumber;
    // A message that was overtaken says what its sender had; what its place in the tree is has been said since.
    if (message.n > this.heard) {
      this.path = message.path;
      this.round = message.round;
      this.height = message.height ?? 0;
      this.isSeeking = message.seeks === true;
      this.heard = message.n;
    }
    if (message.graft) this.isGrafting = true;
    for (const [origin, count] of message.have ?? []) this.holdings.note(origin, count);
    if (message.full) {
      this.fullAt = now;
      this.isUnsure = false;
      this.wasMisjudged = this.holdings.areOverestimated;
      this.holdings.forgetPresumed();
    }
    this.hasHeardGraft = message.heard >= this.#lastGraft;
    this.hasLost = message.heard >= this.#lastData && this.holdings.forgetSent();
    const { awaiting } = this;
    if (awaiting !== undefined && message.heard >= awaiting.number) {
      this.awaiting =
        this.#lastDemand > message.heard
          ? { number: message.heard + 1, since: now, deadline: now + answerWithinMs, asked: false }
          : undefined;
    }
    return this.suspected && message.heard >= this.#proofNumber;
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
    this.holdings.noteSent(runs);
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
    this.holdings.forgetPresumed();
    this.holdings.forgetSent();
  }

  trust(): void {
    this.suspected = false;
    this.awaiting = undefined;
    this.holdings.forgetSent();
  }

  /** The peer has lost its memory. */
  #restart(): void {
    this.heard = 0;
    this.isGrafting = false;
    this.holdings.forgetAll();
    this.isUnsure = true;
    this.isCompared = true;
  }
}
