/**
 * Finds out whether peers can be reached, and a hub among those that can.
 *
 * There are no heartbeats: a peer is missed when it does not acknowledge in time what it was sent. Then it is asked for an
 * answer at once; if it is the hub, another is looked for (`hub-search.ts`). How a suspicion ends is in `proof.ts`.
 *
 * How long it takes until a cut-off side has another hub (latency d), from the sending of a value that is lost: `gatherMs +
 * patienceMs` until it is missed, then 0.4 `patienceMs` (windows: all miss the hub together, and the grafts are there) or
 * d and all of it (otherwise the heir asks the hub itself first), d for the round.
 */
import { chooseHub } from "./hub-choice.ts";
import { HubSearch, type Reason } from "./hub-search.ts";
import type { Link } from "./link.ts";
import type { Post, ReplicaPort } from "./post.ts";
import type { Profile } from "./profile.ts";
import type { Rhythm } from "./rhythm.ts";
import type { Schedule } from "./schedule.ts";
import type { Tree } from "./tree.ts";
import type { Gossip } from "./wire.ts";

/** Half of 25 nodes are 11 others, of whom few have not missed the hub yet; in `majorities-ring` a root rarely has ten. */
const shareOfSide = 0.4;

export class HubFinder {
  readonly #tree: Tree;
  readonly #post: Post;
  readonly #schedule: Schedule;
  readonly #profile: Profile;
  readonly #rhythm: Rhythm;
  readonly #port: ReplicaPort;
  readonly #search: HubSearch;
  /** When this node last had reason to look for a hub: what peers said of theirs before that is out of date. */
  #since = Number.NEGATIVE_INFINITY;
  /** The hub for want of which this node is a root. */
  #lostHub: string | undefined;
  /** When this node became a root for want of another hub. */
  #rootSince = Number.NEGATIVE_INFINITY;
  /** When it last took another hub. */
  #chosenAt = Number.NEGATIVE_INFINITY;
  /** Whether the hub has to be told that this node is its child. */
  #mustGraft = false;
  /** The hub before, as long as it has to be told that it is one no more. */
  #former: Link | undefined;
  /** The hub, if that has just said that it now hangs on the hub that this node should have. */
  #releasedBy: Link | undefined;

  constructor(
    tree: Tree,
    post: Post,
    schedule: Schedule,
    profile: Profile,
    rhythm: Rhythm,
    port: ReplicaPort,
  ) {
    this.#tree = tree;
    this.#post = post;
    this.#schedule = schedule;
    this.#profile = profile;
    this.#rhythm = rhythm;
    this.#port = port;
    this.#search = new HubSearch(tree, post, schedule, profile);
  }

  /** Whether this node has just become a root, so that those of its side have waited for long. */
  isNewRoot(now: number): boolean {
    return this.#tree.isRoot && now < this.#rootSince + 3 * this.#profile.patienceMs;
  }

  /** Whether this node has become a root and told all others so, so that only those come to it now that had not missed the hub. */
  hasJustAnnounced(now: number): boolean {
    return this.isNewRoot(now) && !this.#schedule.isPlanned("announce");
  }

  /** Doubts or suspects the peers that have not answered by now, and goes on with the search. */
  checkAnswers(now: number): void {
    for (const link of this.#tree.links.values()) {
      if (link.awaiting === undefined || link.awaiting.deadline > now) continue;
      if (link.peer === this.#tree.hub && this.#search.hub === undefined) this.#begin(link, "missed", now);
      else if (link.awaiting.asked) link.suspect(now);
      else this.#post.ask(link);
    }
    if (this.#search.proceed(now)) this.#becomeRoot(now);
    if (this.#schedule.take("announce", now)) this.#announce();
  }

  /** Hands the hub what it lacks, and tells it that this node is its child if it may not know. */
  handUp(hub: Link): void {
    const graft = this.#mustGraft;
    this.#mustGraft = false;
    this.#post.send(hub, graft ? { graft: true, always: true } : {});
    this.#leave();
  }

  /** Takes note that a peer has been heard; `pathBefore` is what it had said of its place until then. */
  noteHeard(link: Link, pathBefore: readonly string[]): void {
    if (this.#search.hub === link && link.awaiting?.asked !== true) this.#search.end();
    if (link.peer !== this.#tree.hub) return;
    // Where the hub has lost its root, what others said of better ones has probably been overtaken as well.
    const { rank } = this.#tree.overlay;
    if (rank(pathBefore.at(-1) ?? link.peer) < rank(link.root)) this.#since = this.#port.now();
    // The hub was a root and now hangs on the hub that this node should have: so that is back, probably here as well.
    const proper = this.#tree.links.get(this.#tree.properHub);
    const isBack = pathBefore.length === 0 && link.path.length === 1 && link.path[0] === proper?.peer;
    if (isBack && proper?.suspected) proper.trust();
    this.#releasedBy = isBack ? link : undefined;
  }

  /**
   * Somebody else's doubt of this node's hub is a reason to ask the hub; to one who has found none, this tree is offered. But not
   * on the word of a hub that has been silent: a root that hung itself on that would take its whole side with it, into the void.
   */
  heed({ doubts, graft }: Gossip, from: Link, now: number): void {
    if (doubts === undefined) return;
    const hub = this.#tree.hubLink;
    const { overlay, root, path } = this.#tree;
    if (graft && this.#search.hub?.peer === doubts) this.#search.catchUp(now);
    // What hangs on that one itself is no better place for it, whatever is known here of its hub.
    const mayOffer = !graft && overlay.rank(root) < overlay.rank(from.root) && !path.includes(from.peer);
    const isFresh = hub === undefined || this.#rhythm.isFresh(hub.heardAt, now);
    if (
      hub !== undefined &&
      !isFresh &&
      this.#search.hub === undefined &&
      (hub.peer === doubts || mayOffer)
    ) {
      const agrees = hub.awaiting !== undefined && this.#rhythm.isLate(hub.awaiting.since, now);
      this.#begin(hub, !graft ? "heir" : agrees ? "agreed" : "told", now);
    }
    if (mayOffer) from.isGrafting = true;
  }

  /** Takes the best hub there is. */
  choose(now: number): void {
    const { self, links, overlay, hub: current } = this.#tree;
    const isSearching = this.#search.hub !== undefined;
    const { lost } = this.#search;
    const best = chooseHub({ self, overlay, links, current, isSearching, lost, since: this.#since });
    const hub = best === current || isSearching || this.#mayMerge(best, now) ? best : current;
    if (best === current || hub !== current) this.#schedule.cancel("merge");
    if (hub === current) return;

    const before = links.get(current);
    const chosen = links.get(hub);
    // A parent under a worse root and its child under a better one would give way to each other, again and again, for as
    // long as their news cross.
    const isForced = isSearching || before === undefined || before.suspected || before.path.includes(self);
    if (!isForced && now < this.#chosenAt + this.#rhythm.levelMs) return;
    this.#chosenAt = now;
    if (chosen === undefined) this.#becomeRoot(now);
    else this.#join(chosen, before, now);
  }

  #begin(hub: Link, reason: Reason, now: number): void {
    this.#since = now;
    this.#search.begin(hub, reason, now);
  }

  #join(hub: Link, before: Link | undefined, now: number): void {
    const given = this.#search.hub;
    if (given !== undefined && given !== hub && !given.suspected) given.suspect(now);
    // An heir has answered the graft and counts on this node; it has the grafts of the others as well.
    const isHeir = this.#search.hasReached(hub) && hub.path.length === 0;
    this.#search.end();
    this.#tree.hub = hub.peer;
    // What was to be handed to a hub that was well goes to the new one in the same wave.
    if (before === undefined || before.suspected) this.#schedule.cancel("hand up");
    if (this.#tree.isProper) {
      // All is well again. Suspicions from bad times would only keep a good candidate from being asked next time.
      for (const link of this.#tree.links.values()) {
        if (link.suspected && !this.#tree.ranksAfter(link.peer)) link.trust();
      }
    }
    // Of one that has just said all, nothing need be guessed.
    if (before !== undefined && hub.fullAt < now - this.#profile.patienceMs)
      hub.holdings.presumeLike(before.holdings);
    if (isHeir) for (const link of this.#tree.links.values()) link.isGrafting &&= !link.isSeeking;
    else this.#mustGraft = true;
    const isUrgent = isHeir && hub.wasMisjudged;
    this.#schedule.plan("hand up", isUrgent ? now : this.#rhythm.handUpTime(now));
    // A hub that has sent this node where both belong knows that it has gone.
    if (before === this.#releasedBy && this.#tree.isProper) before?.forgetOwed();
    else this.#former = before;
    if (isHeir) this.#leave();
  }

  /**
   * Tells the hub before that it is one no more, or both would pass on the same. Not until the new one has been told: who
   * left at once would hear nothing of a round that is under way.
   */
  #leave(): void {
    const former = this.#former;
    this.#former = undefined;
    if (former === undefined || former.suspected || former.peer === this.#tree.hub) return;
    if (former.toldHub !== this.#tree.hub) this.#post.send(former, { always: true, bare: true });
  }

  #becomeRoot(now: number): void {
    const { links, self, hubLink: before } = this.#tree;
    if (before?.suspected === false) before.suspect(now);
    const isLastResort = this.#search.isRepeated;
    this.#search.end();
    this.#rootSince = now;
    this.#since = now;
    this.#tree.hub = self;
    this.#schedule.cancel("hand up");
    const followers = [...links.values()].filter(({ isGrafting, suspected }) => isGrafting && !suspected);
    for (const link of links.values()) {
      if (link.suspected) continue;
      // Nothing is presumed of those that need not say what they have to be sent values.
      const isTold = link.isGrafting || this.#tree.isReceiver(link);
      if (before !== undefined && !isTold) link.holdings.presumeLike(before.holdings);
      if (link.isGrafting) this.#post.adopt(link);
    }
    // Those have been told all by now, so that the next round can wait for what they say to it.
    this.#rhythm.noteRound(now);
    this.#lostHub = before?.peer;
    // Somebody may be about to offer a better place; hardly so if the first few cannot be reached, or so many have come for want of one.
    const isOffered = !isLastResort && followers.length < shareOfSide * links.size;
    this.#schedule.plan("announce", isOffered ? now + this.#rhythm.offerMs : now);
  }

  /** Tells those that have not asked for a hub, as they have not missed theirs yet, and those that have a better one. */
  #announce(): void {
    if (!this.#tree.isRoot) return;
    for (const link of this.#tree.links.values()) {
      if (link.suspected || link.hub === this.#tree.self || this.#search.isGone(link)) continue;
      this.#post.send(link, {
        always: true,
        full: true,
        ...(this.#lostHub !== undefined && { doubts: this.#lostHub }),
      });
    }
  }

  /**
   * A node does not put itself under a peer of another tree at once: the root of that can probably be reached directly,
   * after a heal above all. So that is asked first.
   */
  #mayMerge(peer: string, now: number): boolean {
    const better = this.#tree.links.get(this.#tree.links.get(peer)?.root ?? "");
    if (better === undefined || better.peer === peer || better.peer === this.#tree.root) return true;
    const isJustLost = better.suspected && now < better.suspectedAt + 3 * this.#profile.patienceMs;
    if (isJustLost || this.#tree.hubLink?.suspected) return true;
    if (this.#schedule.isPlanned("merge")) return this.#schedule.dueAt("merge") <= now;
    this.#schedule.plan("merge", now + this.#profile.patienceMs);
    this.#post.send(better, { ask: true });
    return false;
  }
}
