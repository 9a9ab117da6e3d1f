/**
 * A search for another hub: this node grafts itself, with the values that wait, on the first few nodes of the order, all
 * at once (the word is Plumtree's: Leitão, Pereira, Rodrigues, "Epidemic broadcast trees", 2007).
 *
 * Those of them that have no hub either learn of each other in this way, and the first one makes itself a root: it
 * answers all grafts in one round, so that one round trip after the hub was missed its whole side is served again. Those
 * that are well say where they hang. If nobody answers, the next few are tried; who has tried all before itself is a root.
 */
import type { LostTree } from "./hub-choice.ts";
import type { Link } from "./link.ts";
import type { Post } from "./post.ts";
import type { Profile } from "./profile.ts";
import type { Schedule } from "./schedule.ts";
import type { Tree } from "./tree.ts";

/** What the search was begun with. */
export type Reason =
  /** This node has missed the hub itself. */
  | "missed"
  /** Another one that looks for a hub has said so. */
  | "told"
  /** The same, and this node has waited for the hub for as long as that one. */
  | "agreed"
  /** A node that has become a root has said so, and will do for a hub. */
  | "heir";

export class HubSearch {
  readonly #tree: Tree;
  readonly #post: Post;
  readonly #schedule: Schedule;
  readonly #profile: Profile;
  #hub: Link | undefined;
  #reason: Reason = "missed";
  /** Which nodes of the order have been tried: all before this place. */
  #tried = 0;
  /** Whether the hub was the root of the proper tree, so that its whole side hung on it directly. */
  #isFromStar = true;
  #begunAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #lost: LostTree | undefined;

  constructor(tree: Tree, post: Post, schedule: Schedule, profile: Profile) {
    this.#tree = tree;
    this.#post = post;
    this.#schedule = schedule;
    this.#profile = profile;
  }

  /** The hub in whose place another is looked for; undefined if there is no search. */
  get hub(): Link | undefined {
    return this.#hub;
  }

  /** The tree that this node hung on when the last search began. */
  get lost(): LostTree | undefined {
    return this.#lost;
  }

  /** Whether the first few of the order have been tried in vain. */
  get isRepeated(): boolean {
    return this.#hub !== undefined && this.#tried > this.#step;
  }

  begin(hub: Link, reason: Reason, now: number): void {
    const { patienceMs } = this.#profile;
    this.#hub = hub;
    this.#reason = reason;
    this.#tried = 0;
    this.#begunAt = now;
    this.#isFromStar = this.#tree.isProper && hub.path.length === 0;
    this.#lost = { root: this.#tree.root, round: this.#tree.round };
    this.#tree.isSearching = true;
    // In windows the whole side has missed the hub's round, and the grafts find out who has not: that is question enough.
    if (this.#hasMissed) hub.giveUntil(now + patienceMs);
    else if (hub.awaiting?.asked !== true || hub.awaiting.deadline <= now) this.#post.ask(hub);
    if (reason === "heir") this.#schedule.plan("search", now + 2 * patienceMs);
    else this.#tryNext(now, reason !== "missed");
  }

  /** To be called when another node that looks for a hub in place of the same one has come to this node. */
  catchUp(now: number): void {
    const isWaitingForHeir = this.#tried === 0;
    if (isWaitingForHeir || this.#tried > this.#others.indexOf(this.#tree.self)) return;
    this.#schedule.cancel("search");
    this.#tryNext(now, true);
  }

  /** Goes on when it is time; returns whether this node is to be a root. */
  proceed(now: number): boolean {
    if (this.#schedule.take("emerge", now) && this.#isFirst()) return true;
    return this.#schedule.take("search", now) && !this.#tryNext(now);
  }

  end(): void {
    // What was guessed of those that were tried would be wrong for ever if they are to be sent values one day.
    for (const link of this.#tree.links.values())
      if (link.graftedAt >= this.#begunAt) link.holdings.forgetPresumed();
    this.#hub = undefined;
    this.#tree.isSearching = false;
    this.#schedule.cancel("search");
    this.#schedule.cancel("emerge");
  }

  /** Whether a peer has heard, in the search that is on, that this node looks for a hub. */
  hasReached({ graftedAt, hasHeardGraft }: Link): boolean {
    return this.#hub !== undefined && graftedAt >= this.#begunAt && hasHeardGraft;
  }

  /** Whether a peer was tried in the last search and has not said a word since. The last few may yet do so. */
  isGone({ graftedAt, heardAt }: Link): boolean {
    return graftedAt >= this.#begunAt && graftedAt < this.#triedAt && heardAt < this.#begunAt;
  }

  /** In windows: whether this node has waited for the hub's round in vain, as all children of that must have. */
  get #hasMissed(): boolean {
    return this.#profile.windowMs > 0 && (this.#reason === "missed" || this.#reason === "agreed");
  }

  /** How many are tried at once. */
  get #step(): number {
    return this.#isFromStar ? this.#profile.graftsAtOnce : this.#profile.graftsInMakeshift;
  }

  /** The nodes that may be tried, in order, this one among them. */
  get #others(): readonly string[] {
    const { overlay, links } = this.#tree;
    return overlay.order.filter((node) => node !== this.#hub?.peer && !links.get(node)?.suspected);
  }

  /**
   * Grafts this node on the next few of the order; returns false if there is nobody left before it.
   *
   * @param isReached - whether another one that searches has come to this node: then all up to it are the next few
   */
  #tryNext(now: number, isReached = false): boolean {
    const hub = this.#hub;
    if (hub === undefined) return true;
    const { self, links } = this.#tree;
    const { patienceMs } = this.#profile;
    const others = this.#others;
    const place = others.indexOf(self);
    if (this.#tried > place) return false;

    const step = this.#step;
    const count = isReached ? Math.ceil((place + 1 - this.#tried) / step) * step : step;
    const batch = others.slice(this.#tried, this.#tried + count);
    this.#tried += count;
    this.#triedAt = now;
    for (const peer of batch) {
      const link = links.get(peer);
      // Whoever hangs on this node is no way out.
      if (link === undefined || link.path.includes(self)) continue;
      link.holdings.presumeLike(hub.holdings);
      this.#post.send(link, { graft: true, always: true, doubts: hub.peer });
    }
    // In windows all miss the hub of a star at once. Otherwise one that is asked must first convince itself.
    // One that had nothing to miss the hub by begins to search when the graft comes, and may become a root 0.4 later.
    const isTogether = this.#hasMissed && this.#isFromStar;
    this.#schedule.plan("search", now + (isTogether ? 1.125 : 1.75) * patienceMs);
    // The grafts of those that come before it take a third of the time that a peer has to answer, and a little more: where
    // all miss the hub at once, or have been reached at once, by the same graft. But the hub has the time that it was given.
    const graftMs = 0.4 * patienceMs;
    const hubMs = (hub.awaiting?.deadline ?? now) - now;
    const reachedMs = isReached ? Math.max(graftMs, hubMs) : patienceMs;
    if (batch.includes(self)) this.#schedule.plan("emerge", now + (isTogether ? graftMs : reachedMs));
    // Nobody comes before this node, and it has heard already that others miss the hub as well.
    if (isTogether && batch[0] === self && this.#reason === "agreed") this.#schedule.plan("emerge", now);
    return true;
  }

  /** Whether nobody before this node in the order has been heard since the search began. */
  #isFirst(): boolean {
    const { overlay, self, links } = this.#tree;
    const before = overlay.order.slice(0, overlay.rank(self));
    return !before.some((node) => (links.get(node)?.heardAt ?? Number.NEGATIVE_INFINITY) >= this.#begunAt);
  }
}
