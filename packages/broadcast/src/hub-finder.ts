/**
 * Finds out whether peers can be reached, and a hub among those that can.
 *
 * There are no heartbeats: a peer is missed when it does not acknowledge in time what it was sent. Then it is doubted,
 * and asked for an answer at once. If it is the hub, the next candidates are asked as well, and told of the doubt, so
 * that they ask the hub, too. If no answer comes, the peer is suspected, and the hub chosen anew without it. Only proof
 * that the peer has heard this node ends a suspicion: on a link that works one way, news of it comes in all the same.
 *
 * How long it takes until a cut-off side has another hub (quick profile, latency d): one of its nodes is given a value;
 * after `gatherMs + patienceMs` without acknowledgement it asks; the first candidate of its side hears of the doubt d
 * later, gives the hub `patienceMs`, makes itself a root and tells everybody, which takes another d.
 */
import { chooseHub } from "./hub-choice.ts";
import type { Link } from "./link.ts";
import type { Post, ReplicaPort } from "./post.ts";
import type { Profile } from "./profile.ts";
import type { Schedule } from "./schedule.ts";
import { likelyRoots, type Tree } from "./tree.ts";
import type { Gossip } from "./wire.ts";

/** So many of them are asked by each node that is not among them; together the nodes of a side ask all. */
const candidatesAsked = 2;

export class HubFinder {
  readonly #tree: Tree;
  readonly #post: Post;
  readonly #schedule: Schedule;
  readonly #patienceMs: number;
  readonly #port: ReplicaPort;
  /** Who has announced itself as a root while this node's hub was in doubt. */
  #heir: string | undefined;
  /** When this node became a root for want of another hub. */
  #rootSince = Number.NEGATIVE_INFINITY;

  constructor(tree: Tree, post: Post, schedule: Schedule, { patienceMs }: Profile, port: ReplicaPort) {
    this.#tree = tree;
    this.#post = post;
    this.#schedule = schedule;
    this.#patienceMs = patienceMs;
    this.#port = port;
  }

  /** Whether this node has just become a root, so that those of its side have waited for long. */
  isNewRoot(now: number): boolean {
    return this.#tree.isRoot && now < this.#rootSince + this.#settlingMs;
  }

  /** Doubts or suspects the peers that have not answered by now. */
  checkAnswers(now: number): void {
    for (const link of this.#tree.links.values()) {
      if (link.awaiting === undefined || link.awaiting.deadline > now) continue;
      if (link.awaiting.asked) this.#suspect(link);
      else this.#doubt(link);
    }
  }

  /** Somebody else's doubt of this node's hub, or a root that has taken its place, is a reason to ask the hub. */
  heed({ doubts }: Gossip, from: Link, now: number): void {
    const hub = this.#tree.hubLink;
    if (hub === undefined || doubts === undefined) return;
    const { overlay } = this.#tree;
    const isHeir =
      from.hub === from.peer &&
      overlay.rank(hub.peer) < overlay.rank(from.peer) &&
      !this.#tree.ranksAfter(from.peer);
    if (!isHeir && doubts !== hub.peer) return;
    if (isHeir) this.#heir = from.peer;
    const isFresh = now - hub.heardAt < this.#patienceMs / 2;
    if (!hub.awaiting?.asked && !isFresh) this.#doubt(hub);
  }

  /** Ends the suspicion of a peer that has proved to hear this node. */
  trust(link: Link): void {
    const isMine = this.#tree.looksAfter(link);
    link.trust();
    // A better hub than this node has will be told so when it is joined.
    if (!isMine || !this.#tree.ranksAfter(link.peer)) return;
    // It may suspect this node as well: this proves to it that its answer came.
    this.#post.send(link, { always: true });
    // Where one comes back, others probably do.
    const justNow = this.#port.now() - this.#patienceMs;
    for (const other of this.#tree.links.values()) {
      if (this.#tree.looksAfter(other) && other.askedAt < justNow) this.#post.send(other, { ask: true });
    }
  }

  /** Takes the best hub there is. */
  choose(now: number): void {
    const { self, links, overlay } = this.#tree;
    const current = this.#tree.hub;
    const best = chooseHub({ self, overlay, links, current, rootSince: this.#rootSince });
    const hub = best === current || !this.#tree.ranksAfter(best) || this.#mayAdopt(best, now) ? best : self;
    if (best === current || hub !== self) this.#schedule.cancel("adopt");
    if (hub === current) return;

    const before = links.get(current);
    const chosen = links.get(hub);
    this.#tree.hub = hub;
    this.#schedule.cancel("hand up");
    if (chosen !== undefined) this.#join(chosen, before, now);
    else if (before !== undefined) this.#becomeRoot(before, now);
    // The old hub needs to know that it is one no more, or both would pass on the same.
    if (before !== undefined && !before.suspected) this.#post.send(before, { always: true, bare: true });
  }

  /** Asks a peer that is late; if that is the hub, also those that may have to take its place. */
  #doubt(link: Link): void {
    link.resend();
    this.#post.send(link, { ask: true });
    if (link.peer !== this.#tree.hub) return;
    this.#askAround(link);
  }

  /**
   * Asks candidates whether they are there, and tells them of the doubt; an heir has tried those before it. A node that
   * is itself likely to be the next root asks all before it, so that it knows after one pause that it has to be.
   */
  #askAround(hub: Link): void {
    if (this.#heir !== undefined) return;
    const { candidates, links } = this.#tree;
    const likely = candidates
      .slice(candidates.indexOf(hub.peer) + 1)
      .map((peer) => links.get(peer))
      .filter((link) => link !== undefined)
      .filter((link) => !link.suspected)
      .slice(0, likelyRoots);
    for (
      let asked = 0;
      likely.length > 0 && (this.#tree.isLikelyRoot || asked < candidatesAsked);
      asked += 1
    ) {
      const [candidate] = likely.splice(Math.floor(this.#port.random() * likely.length), 1);
      if (candidate === undefined) continue;
      candidate.presumeLike(hub);
      this.#post.send(candidate, { ask: true, doubts: hub.peer });
    }
  }

  #suspect(link: Link): void {
    link.suspect();
    if (link.peer !== this.#tree.hub || this.#heir === undefined) return;
    const { candidates, links } = this.#tree;
    for (const peer of candidates.slice(0, Math.max(0, candidates.indexOf(this.#heir)))) {
      const between = links.get(peer);
      if (between !== undefined && !between.suspected) between.suspect();
    }
    this.#heir = undefined;
  }

  #join(hub: Link, before: Link | undefined, now: number): void {
    if (this.#tree.isProper) {
      // All is well again. Suspicions from bad times would only keep a good candidate from being asked next time.
      for (const link of this.#tree.links.values()) {
        if (link.suspected && !this.#tree.ranksAfter(link.peer)) link.trust();
      }
    }
    // If the hub has just said all, nobody waits for its answer: it will have something to pass on soon.
    const isKnown = hub.fullAt > now - 2 * this.#patienceMs;
    if (!isKnown && before !== undefined) hub.presumeLike(before);
    this.#post.send(hub, isKnown ? { always: true, full: true, expect: true } : { ask: true });
    // None of those asked has answered; nor may this one.
    if (before?.suspected && hub.heardAt < now - 2 * this.#patienceMs) this.#askAround(hub);
  }

  #becomeRoot(before: Link, now: number): void {
    this.#rootSince = now;
    for (const link of this.#tree.links.values()) {
      if (link.suspected) continue;
      // Nothing is presumed of those that need not say what they have to be sent values.
      if (!this.#tree.isReceiver(link)) link.presumeLike(before);
      this.#post.send(link, { always: true, full: true, doubts: before.peer });
    }
  }

  /**
   * A root does not put itself under a later peer at once: after a cut the peer may not have noticed yet that its hub is
   * gone, after a heal that hub can be reached directly. So the hub is asked, and time given for both to turn out.
   */
  #mayAdopt(peer: string, now: number): boolean {
    if (this.#schedule.isPlanned("adopt")) return this.#schedule.dueAt("adopt") <= now;
    this.#schedule.plan("adopt", now + this.#settlingMs);
    const better = this.#tree.links.get(this.#tree.links.get(peer)?.hub ?? "");
    if (better !== undefined) this.#post.send(better, { ask: true });
    return false;
  }

  /** How long it takes until everybody has noticed that a hub is gone or back. */
  get #settlingMs(): number {
    return 3 * this.#patienceMs;
  }
}
