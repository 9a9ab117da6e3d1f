/**
 * The sending half of an exchange with one other node: says what changed here since it last heard, in parts.
 *
 * Read `inbox.ts` first. Positions are numbers of changes of this node's store, in
 * this life of it, whose beginning is change 0 and tells the other one of it:
 *
 *     acknowledged ≤ told ≤ scanned ≤ changes
 *
 * What is acknowledged the other one has heard; what is between that and `told` is under way; what is up to `scanned`
 * needs no part of its own, because the other one knows it already. New parts go out before earlier ones are
 * acknowledged. If nothing is acknowledged for too long, everything after `acknowledged` is sent again (go-back-N), first
 * one part alone and ever more rarely: a node that is cut off costs a message every two seconds.
 *
 * An outbox is for one life of the other node: who starts again has forgotten, and gets everything.
 *
 * Nothing is kept for a node that is away but these numbers. What it missed is found in the store when it is back.
 */
import { BatchRoom } from "@gossip-glomers/protocol";
import { KnownDelta } from "./known-delta.ts";
import type { RegisterStore } from "./register-store.ts";
import { covers, nothingKnown, union, type Version, type VersionVector } from "./version.ts";
import type { Part } from "./wire.ts";

export interface OutboxLimits {
  /** The most versions that one part has; it has fewer if they are long. */
  readonly partSize: number;
  /** How long an answer may take if the network takes no time at all, in milliseconds. */
  readonly answerWithinMs: number;
}

/** As many parts may be under way, however long they are. */
const window = 16;

/**
 * And as many if those beyond are short, altogether no longer than one message may be. A state is whole only with the latest change:
 * where more registers change in a round than go into it, the other one would wait for the rest until that ends, and show nothing.
 */
export const widestWindow = 256;

/** The longest pause between two attempts, unless the network itself is slower, in milliseconds. */
export const longestPauseMs = 2_000;

/** Whoever took longer to answer stood still, which says nothing of the network, in milliseconds. */
const slowestRoundTripMs = 5_000;

export class Outbox {
  readonly #store: RegisterStore;
  readonly #limits: OutboxLimits;
  #known: VersionVector = nothingKnown;
  readonly #delta = new KnownDelta();
  #acknowledged = -1;
  #told = -1;
  #scanned = -1;
  /** The latest `end` that a part has named, or is to name. The other one merges nothing before it has heard that far. */
  #promised = 0;
  /** Where the parts that are under way end, and when what is in them was sent first. */
  #underWay: { readonly upTo: number; readonly since: number }[] = [];
  /** What the parts beyond the window have left of their room. */
  #beyond: BatchRoom;
  #attempts = 0;
  #roundTripMs = 0;
  #retryAt = Number.POSITIVE_INFINITY;

  constructor(store: RegisterStore, limits: OutboxLimits) {
    this.#store = store;
    this.#limits = limits;
    this.#beyond = this.#roomBeyond();
  }

  /** When something has to be sent again; Infinity if nothing is under way. */
  get retryAt(): number {
    return this.#retryAt;
  }

  /**
   * When that was sent which has waited longest for an answer, however often it was sent again since; Infinity if nothing
   * waits. Answers to what was sent before it do not count: of who is slow there is always one.
   */
  get unansweredSince(): number {
    return this.#underWay[0]?.since ?? Number.POSITIVE_INFINITY;
  }

  /** Whether there are changes that have not been looked at, or parts that wait for the rest of theirs. */
  get hasNews(): boolean {
    return this.#scanned < this.#store.changes || this.#told < this.#promised;
  }

  /**
   * What this node knows, as far as the other one may lack it.
   * @param needsEcho whether the other one is to hear also what it has said itself, as this is how it learns that it need
   *   not send it
   */
  knownDelta(needsEcho: boolean): VersionVector {
    const { known } = this.#store;
    return this.#delta.of(known, needsEcho ? nothingKnown : this.#known);
  }

  /** Whether the other node is certain to have heard of the origin with that slot. */
  hasHeardOf(slot: number): boolean {
    return this.#delta.hasTold(slot) || (this.#known[slot] ?? 0) > 0;
  }

  /**
   * Learns from any message of the other node which transactions it knows, and how far it has heard.
   * @returns how long the answer took, in milliseconds; undefined if it is none, or does not tell
   */
  learn(known: VersionVector, heard: number, echo: number | null, now: number): number | undefined {
    this.#known = union(this.#known, known);
    if (heard <= this.#acknowledged || heard > this.#store.changes) return undefined;
    this.#acknowledged = heard;
    this.#delta.heard(heard);
    this.#told = Math.max(this.#told, heard);
    this.#scanned = Math.max(this.#scanned, heard);
    this.#underWay = this.#underWay.filter(({ upTo }) => upTo > heard);
    this.#attempts = 0;
    // The time that a part and its answer took, smoothed; the echo tells a late answer from one to the second attempt.
    const tookMs = echo === null ? undefined : Math.max(0, now - echo);
    if (tookMs !== undefined) {
      // One answer alone says little: a network that has become slow goes on being so, a node that stood still does not. Were
      // it believed at once, the next attempt, perhaps into a network that has healed, would wait for twice as long.
      const most = Math.min(slowestRoundTripMs, 2 * this.#roundTripMs + this.#limits.answerWithinMs);
      this.#roundTripMs = (this.#roundTripMs + Math.min(tookMs, most)) / 2;
    }
    this.#waitForAnswer(now);
    return tookMs;
  }

  /** Sends again at the next opportunity what is under way, as the other one has said that it was of no use. */
  again(now: number): void {
    if (this.#underWay.length > 0) this.#retryAt = now;
  }

  /** Has the other one told of the latest change even if there is no version to send. */
  announce(): void {
    this.#promised = this.#store.changes;
  }

  /** The parts to be sent now, first one first. */
  parts(now: number): Part[] {
    let since = now;
    if (now >= this.#retryAt) {
      since = Math.min(now, this.unansweredSince);
      this.#goBack();
    }
    const parts: Part[] = [];
    if (this.#underWay.length < window) this.#beyond = this.#roomBeyond();
    const most = this.#attempts > 0 ? 1 : widestWindow;
    while (this.#underWay.length < most) {
      const part = this.#nextPart(now);
      if (part === undefined) break;
      this.#underWay.push({ upTo: part.upTo, since });
      if (this.#underWay.length === 1) this.#waitForAnswer(now);
      parts.push(part);
    }
    // What was to be sent again the other one may have got from elsewhere.
    if (this.#underWay.length === 0) this.rest();
    return parts;
  }

  /** Gives up waiting for what is under way. What it carried is sent again if `parts` is ever asked for more. */
  rest(): void {
    this.#told = this.#acknowledged;
    if (this.#underWay.length > 0) this.#scanned = this.#acknowledged;
    this.#underWay = [];
    this.#attempts = 0;
    this.#retryAt = Number.POSITIVE_INFINITY;
  }

  #nextPart(now: number): Part | undefined {
    const end = this.#store.changes;
    const versions: Version[] = [];
    let upTo = end;
    let last = this.#scanned;
    const room = new BatchRoom(this.#limits.partSize);
    const isBeyond = this.#underWay.length >= window;
    for (const { at, value } of this.#store.after(this.#scanned)) {
      if (covers(this.#known, value)) continue;
      const { identity, value: written } = value;
      if (!room.take(written, identity) || (isBeyond && !this.#beyond.take(written, identity))) {
        // Beyond the window, not even one has room.
        if (versions.length === 0) return undefined;
        upTo = last;
        break;
      }
      versions.push(value);
      last = at;
    }
    this.#scanned = upTo;
    // An empty part is of use only if the other one waits for it to make earlier ones whole.
    if (versions.length === 0 && this.#told >= this.#promised) return undefined;
    const part = { after: this.#told, upTo, end, versions, sentAt: Math.floor(now) };
    this.#told = upTo;
    this.#promised = end;
    this.#delta.sent(upTo, this.#store.known);
    return part;
  }

  #roomBeyond(): BatchRoom {
    return new BatchRoom((widestWindow - window) * this.#limits.partSize);
  }

  #goBack(): void {
    this.#attempts += 1;
    this.#told = this.#acknowledged;
    this.#scanned = this.#acknowledged;
    this.#underWay = [];
  }

  #waitForAnswer(now: number): void {
    this.#retryAt = this.#underWay.length === 0 ? Number.POSITIVE_INFINITY : now + this.#pauseMs();
  }

  #pauseMs(): number {
    const patience = Math.max(this.#limits.answerWithinMs, 2 * this.#roundTripMs);
    const longest = Math.max(longestPauseMs, patience);
    return Math.min(longest, patience * 2 ** this.#attempts);
  }
}
