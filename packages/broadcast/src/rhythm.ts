/**
 * When nodes speak. Without windows, at once; a hub gathers for a while and then has a round, in which it passes all on.
 *
 * With windows, in waves: at a multiple of the window on the wall clock all leaves of the tree speak together, then
 * those above them, one level after the other, and the root's round goes down the same way. So a wave costs two messages
 * for each branch, whatever the tree. Each node says how high the tree below it is, and waits as long as it has said, so
 * that those round it know what to expect. When waves begin is in `waves.ts`.
 */
import type { Link } from "./link.ts";
import type { Profile } from "./profile.ts";
import type { Tree } from "./tree.ts";
import { type Clocks, tallest, Waves } from "./waves.ts";

/**
 * Messages of one wave arrive within so many milliseconds of each other. A root that had its round with the last child of
 * whom it knows would have a second one for the values of a node that has just joined it, and comes a moment later.
 */
export const jitterMs = 10;

/**
 * How late, beyond a level's time, a child of a star may be, on a machine that has much else to do. Its values would need a
 * second round, a message to each; but a round that is itself late by what remains of `patienceMs` is missed by all.
 */
export const latenessMs = 30;

/**
 * The same in the first wave of a cluster, when processes do for the first time what they do: leaves spoke up to 0.1 s late
 * there. Who has never heard its hub waits longer for it; and what has been given since the wave before has its limits, too.
 */
export const firstLatenessMs = 80;

/** All times are in milliseconds by the clock that never goes back. */
export class Rhythm {
  readonly #profile: Profile;
  readonly #tree: Tree;
  readonly #waves: Waves;
  #lastRoundAt = Number.NEGATIVE_INFINITY;
  #lastHandUpAt = Number.NEGATIVE_INFINITY;

  constructor(profile: Profile, tree: Tree, clocks: Clocks) {
    this.#profile = profile;
    this.#tree = tree;
    this.#waves = new Waves(profile.windowMs, profile.patienceMs / 2, clocks);
  }

  /** How long what comes from one level further down, or up, takes at the most. */
  get levelMs(): number {
    return this.#waves.levelMs;
  }

  /** How long after it has become a root a node may yet be offered a better place. */
  get offerMs(): number {
    return this.#waves.exist ? (2 / 3) * this.levelMs : this.levelMs;
  }

  /** When to hand up a value that a client has given at `now`: with the others, and after those that are below this node. */
  handUpTime(now: number): number {
    return this.#waves.next(now) + this.#waves.waitMs(this.#tree.toldHeight);
  }

  /** When to hand up what a peer has sent at `now`. */
  forwardTime({ peer, hub }: Link, now: number): number {
    const { self } = this.#tree;
    if (hub !== self) return this.handUpTime(now);
    if (this.#waves.exist) return this.#waveTime(now);
    // A child that is only here for want of its own hub is not alone.
    return this.#tree.isProperHubOf(peer, self) ? now : now + this.levelMs;
  }

  /** When to pass on a value that a client has given at `now`: with those that this node is handed in the wave. */
  ownRoundTime(now: number): number {
    if (!this.#waves.exist) return now + this.#profile.gatherMs;
    const { patienceMs } = this.#profile;
    return this.handUpTime(now) + patienceMs + (this.#tree.isToldRoot ? 0 : this.#answerMs(1));
  }

  /**
   * When to pass on what children have sent at `now`. In windows, a hub of this node's own answers soon with what the
   * others have, and all of it goes out at once; this is for the case that it does not.
   *
   * @param isUrgent - whether those that it is for have waited for long
   */
  roundTime(now: number, isUrgent: boolean): number {
    const { gatherMs } = this.#profile;
    const above = this.#tree.hubLink;
    if (above !== undefined && !this.#tree.isToldRoot) {
      const answeredAt = now + this.answerTime(above, now);
      // Far from the root that is long already. To wait for company as well would keep the last values of all from the
      // neighbouring branches for two waves more, since for those there is nothing in the answer but an acknowledgement.
      if (this.isBeyondWaves) return Math.max(answeredAt, this.#lastRoundAt + 2 * this.levelMs);
      return this.#afterBreak(answeredAt);
    }
    // In a wave, or just before one, what is urgent goes with it as well: a round of its own would be followed by another.
    const hasWave = this.#waves.exist && (this.#waves.isInStep(now) || this.#waves.isNear(now));
    if (isUrgent && !hasWave) return Math.max(this.#soon(now), this.#lastRoundAt + 2 * this.levelMs);
    const at = this.#waves.exist ? this.#waveTime(now) : now + gatherMs;
    return this.#afterBreak(at);
  }

  /** When to pass on what the hub has sent at `now`. It has gathered already, but just before a wave, that is waited for. */
  passDownTime(now: number): number {
    return this.#waves.isNear(now) ? this.#waves.next(now) + this.#waves.waitMs(this.#shownHeight) : now;
  }

  /** When to answer those who have grafted themselves on this node at `now`; those that have a hub are best told in the round. */
  adoptTime(now: number): number {
    if (!this.#waves.exist) return now + this.levelMs / 3;
    if (!this.#tree.isRoot) return now;
    return this.#tree.isSought
      ? this.#soon(now)
      : Math.min(this.roundTime(now, false), now + (2 / 3) * this.levelMs);
  }

  #soon(now: number): number {
    return now + Math.min(this.#profile.gatherMs, this.levelMs);
  }

  /** The wave in which, at the latest, those come back that hang on a peer of this height, which has come back at `now`. */
  returnTime(height: number, now: number): number {
    // It comes with one wave, its children hear of it then, and come with the next.
    return this.handUpTime(now) + (height > 0 ? this.#profile.windowMs : 0);
  }

  /** When to ask, at `at` or later, somebody who may have values: they shall find a wave to go with, and cost no round of their own. */
  betweenWaves(at: number): number {
    if (!this.#waves.exist) return at;
    if (this.#waves.isNear(at)) return this.#waves.next(at) + this.#waves.waitMs(tallest);
    return Math.max(at, this.#waves.began(at) + this.#waves.waitMs(tallest));
  }

  /** Whether a hub that was heard at `heardAt` must have been well lately, whatever others say. */
  isFresh(heardAt: number, now: number): boolean {
    if (!this.#waves.exist) return heardAt >= now - this.#profile.patienceMs;
    // Early in a wave the hub cannot have been heard in it.
    return heardAt >= this.#waves.began(now - this.#answerMs(0));
  }

  /** A round at `at`, or later: the first of a wave is never late, stragglers share one, and what is out of step waits. */
  #afterBreak(at: number): number {
    if (!this.#waves.isInStep(at)) return this.#waves.next(at) + this.#roundMs;
    const began = this.#waves.began(at);
    if (this.#lastRoundAt < began) return Math.max(at, began + this.#roundMs);
    return Math.max(at, this.#lastRoundAt + 2 * this.levelMs, began + this.#waves.waitMs(this.#tree.height));
  }

  /**
   * When to hand up, at `now` or later, what was planned to go with the wave: a node may have become a parent since, and
   * would speak twice if it did not wait for its children.
   */
  turn(now: number): number {
    const turn = this.#waves.began(now) + this.#waves.waitMs(this.#tree.toldHeight);
    const hasSpoken = this.#lastHandUpAt >= this.#waves.began(now);
    return turn <= now || hasSpoken || this.isWaveComplete(now) ? now : turn;
  }

  /** Whether the tree has more levels here, up and down, than a wave, so that most of what comes is out of step. */
  get isBeyondWaves(): boolean {
    return this.#waves.exist && this.#tree.path.length + this.#tree.toldHeight > tallest;
  }

  noteRound(now: number): void {
    this.#lastRoundAt = now;
  }

  noteHandUp(now: number): void {
    this.#lastHandUpAt = now;
  }

  /** Whether all that are below this node have spoken in the wave under way, and it has not: there is no more to wait for. */
  isWaveComplete(now: number): boolean {
    if (!this.#waves.exist || !this.#waves.isInStep(now)) return false;
    const began = this.#waves.began(now);
    if ((this.#tree.isRoot ? this.#lastRoundAt : this.#lastHandUpAt) >= began) return false;
    for (const link of this.#tree.links.values()) {
      if (this.#tree.isReceiver(link) && link.heardAt < began) return false;
    }
    return true;
  }

  /** When at the latest to acknowledge what a peer has sent at `now`, so that it can go with values. */
  ackTime({ hub }: Link, now: number): number {
    const { gatherMs, ackMs, patienceMs } = this.#profile;
    const above = this.#tree.hubLink;
    // A little sooner than the peer may expect it, which has counted from the sending.
    if (hub !== this.#tree.self) return this.handUpTime(now + ackMs - patienceMs);
    if (above !== undefined && !this.#tree.isToldRoot) {
      // It counts from the sending, on what this node has said of itself, not on what this node expects of those above.
      const { path, toldHeight } = this.#tree;
      const sentAt = now - this.levelMs;
      return sentAt + this.#hubAnswerTime(path.length, toldHeight, sentAt) - this.levelMs;
    }
    // Together with the round: to a child that has all that others have given, that says nothing.
    if (!this.#waves.exist) return now + gatherMs + Math.max(0, this.#tree.toldHeight - 1) * this.levelMs;
    // A child that is as tall as a wave speaks in step, when the wave ends, but is heard a level later.
    const spokenAt = this.#tree.toldHeight < tallest ? now : now - this.levelMs;
    if (!this.#waves.isInStep(spokenAt)) return now + gatherMs + this.#shownHeight * this.levelMs;
    // A straggler, for which the round did not wait, would miss its hub before the next one.
    return this.#lastRoundAt >= this.#waves.began(spokenAt) ? now : this.#waveTime(now);
  }

  /** How long a peer may take to acknowledge what it is sent at `now` and not asked to answer at once. */
  answerTime({ peer, path, height, heard }: Link, now: number): number {
    const { ackMs, patienceMs } = this.#profile;
    if (peer !== this.#tree.hub) {
      return this.#waves.next(now + ackMs) + this.#waves.waitMs(height) + patienceMs - now;
    }
    // As long as nothing has come from it, nothing is known of how soon anything can: dozens of nodes that start on one
    // machine keep each other waiting (RFC 6298 begins with a second for the same reason).
    const start = heard === 0 ? patienceMs : 0;
    return start + this.#hubAnswerTime(path.length, height, now);
  }

  /** How long a hub with so many levels above it and below it may take to answer what a child sends at `now`. */
  #hubAnswerTime(levelsAbove: number, height: number, now: number): number {
    // Out of step with the wave, the hub waits for the next one.
    const isInStep = this.#waves.isInStep(now);
    const answerMs = this.#answerMs(isInStep && height <= 1 ? levelsAbove : Math.max(1, levelsAbove));
    if (!isInStep) return this.#waves.next(now) - now + answerMs;
    // Its round comes to all children at once, so all shall miss it together, also those that spoke later than others.
    return Math.max(this.#answerMs(0), answerMs - (now - this.#waves.began(now)));
  }

  /** Whether a hub that others miss should have answered what it was sent at `since`; a tall tree may take longer. */
  isLate(since: number, now: number): boolean {
    return this.#waves.exist && now >= since + this.#answerMs(0);
  }

  /** Whether a child that must acknowledge something by `deadline` should have done so in this wave. */
  isMissed(deadline: number, now: number): boolean {
    return this.#waves.exist && deadline <= now + this.levelMs;
  }

  /** In a tree that is taller than a star, the root waits for those below it, and its round takes longer to come down. */
  #answerMs(levelsAbove: number): number {
    const { gatherMs, patienceMs } = this.#profile;
    const isTall = levelsAbove > 0;
    return gatherMs + patienceMs + (isTall ? (tallest - 1 + levelsAbove) * this.levelMs : 0);
  }

  /** When those below this node have spoken in the wave that is under way; soon after `now` if that is past. */
  #waveTime(now: number): number {
    return Math.max(now + this.#profile.gatherMs, this.#waves.began(now) + this.#roundMs);
  }

  /** How long after the beginning of a wave this node has its round, if not all have spoken sooner. */
  get #roundMs(): number {
    const levelsMs = this.#waves.waitMs(this.#shownHeight);
    const isStar = this.#waves.exist && this.#tree.isRoot && this.#shownHeight === 1;
    if (!isStar) return levelsMs;
    return levelsMs + (this.#lastRoundAt === Number.NEGATIVE_INFINITY ? firstLatenessMs : latenessMs);
  }

  /** How many levels this node waits for, which is no leaf if it has a round. */
  get #shownHeight(): number {
    return Math.max(1, this.#tree.toldHeight);
  }
}
