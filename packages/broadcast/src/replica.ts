/**
 * One node's part in spreading values: a state machine that takes values, messages and the passing of time, and gives
 * messages. Read `store.ts` (what is known), `link.ts` (what a peer has) and `overlay.ts` (who tells whom) first.
 *
 * When all goes well, nothing but this file matters: a node hands its values to its hub. The hub gathers, passes on to
 * everybody what they lack, and acknowledges in the same messages. The others acknowledge in the next message that
 * they send to the hub anyhow. `hub-finder.ts` is for when a peer does not acknowledge, `outreach.ts` for coming back.
 *
 * Invariants: (1) what is known here is, for each origin, a prefix of its log; (2) a value is sent to the hub, and from
 * a hub to those whose hub it is, until it is acknowledged or the peer is suspected; (3) without new values every node
 * falls silent: each message is sent because of a value that the receiver is not known to have, or to answer.
 */
import type { Json } from "@gossip-glomers/protocol";
import { HubFinder } from "./hub-finder.ts";
import type { Link } from "./link.ts";
import { Outreach } from "./outreach.ts";
import type { Overlay } from "./overlay.ts";
import { Post, type ReplicaPort } from "./post.ts";
import { nextWindow, type Profile } from "./profile.ts";
import { Schedule } from "./schedule.ts";
import { Store } from "./store.ts";
import { Tree } from "./tree.ts";
import type { Gossip } from "./wire.ts";

export interface Identity {
  readonly id: string;
  /** All nodes, in the same order on each. */
  readonly nodeIds: readonly string[];
  /** Differs from that of any earlier process of this node. */
  readonly life: string;
}

export class Replica {
  readonly store: Store = new Store();
  readonly #origin: string;
  readonly #profile: Profile;
  readonly #port: ReplicaPort;
  readonly #schedule = new Schedule();
  readonly #tree: Tree;
  readonly #post: Post;
  readonly #hubFinder: HubFinder;
  readonly #outreach: Outreach;
  /** When this node last passed values on. */
  #passedOnAt = Number.NEGATIVE_INFINITY;
  /** How long it does not do so again, in milliseconds. */
  #breakMs = 0;

  constructor({ id, nodeIds, life }: Identity, overlay: Overlay, profile: Profile, port: ReplicaPort) {
    this.#origin = `${id}:${life}`;
    this.#profile = profile;
    this.#port = port;
    this.#tree = new Tree(id, nodeIds, overlay);
    this.#post = new Post(life, this.#tree, this.store, profile, port);
    this.#hubFinder = new HubFinder(this.#tree, this.#post, this.#schedule, profile, port);
    this.#outreach = new Outreach(this.#tree, this.#post, this.#schedule, this.store, port);
  }

  /** The node that this one hands its values to; itself if it is a root. */
  get hub(): string {
    return this.#tree.hub;
  }

  /** The peers that are taken for unreachable. */
  get suspects(): readonly string[] {
    return [...this.#tree.links.values()].filter((link) => link.suspected).map((link) => link.peer);
  }

  /** When `wake` must be called next; infinite if nothing is to be done without a message. */
  get wakeAt(): number {
    let at = this.#schedule.next;
    for (const { ackDue, awaiting } of this.#tree.links.values()) {
      at = Math.min(at, ackDue, awaiting?.deadline ?? at);
    }
    return at;
  }

  /** Takes another overlay; to be called before there are values, and with the same one on all nodes. */
  useOverlay(overlay: Overlay): void {
    this.#tree.overlay = overlay;
  }

  /** Takes a value from a client. */
  publish(value: Json): void {
    const { gatherMs, windowMs, patienceMs } = this.#profile;
    const now = this.#port.now();
    this.store.append(this.#origin, value);
    this.#outreach.takeInterest();
    const window = nextWindow(this.#profile, this.#port, now);
    if (!this.#tree.isRoot) this.#schedule.plan("hand up", window);
    // A hub's own value goes out with those that it will be handed in this window; alone only if there are none.
    if (this.#tree.hasReceivers()) {
      this.#schedule.plan("pass on", windowMs === 0 ? now + gatherMs : window + patienceMs);
    }
    this.wake();
  }

  /** Takes a message from a peer. */
  receive(src: string, message: Gossip): void {
    const link = this.#tree.links.get(src);
    if (link === undefined) return;
    const now = this.#port.now();
    this.#schedule.cancel("hello");
    const wasAsked = link.awaiting?.asked === true;
    const hubBefore = link.hub;
    const isBack = link.hear(message, now, this.#post.answerTime(link));
    if (wasAsked && src === this.#tree.hub) this.#schedule.plan("hand up", now);
    if (wasAsked && this.#tree.isReceiver(link)) this.#planToPassOn(this.#gathered(now));
    const hasGap = this.#takeRuns(link, message, now);
    if (link.hub !== hubBefore && link.hub === this.#tree.self) this.#planToPassOn(this.#gathered(now));
    if (isBack) {
      this.#hubFinder.trust(link);
      this.#outreach.takeCourage();
    }
    this.#answer(link, message, hasGap);
    this.#hubFinder.heed(message, link, now);
    this.wake();
  }

  /** Does what is due. */
  wake(): void {
    const now = this.#port.now();
    this.#hubFinder.checkAnswers(now);
    this.#hubFinder.choose(now);
    if (this.#schedule.take("hand up", now)) this.#handUp();
    if (this.#schedule.take("pass on", now)) this.#passOn(now);
    for (const link of this.#tree.links.values()) {
      // To a peer on no branch of this node an acknowledgement is all there is to say: values would have to be
      // acknowledged in turn, with values, for ever.
      if (link.ackDue <= now) this.#post.send(link, { always: true, bare: !this.#tree.isNeighbour(link) });
    }
    this.#outreach.act(now);
  }

  #handUp(): void {
    const hub = this.#tree.hubLink;
    if (hub === undefined) return;
    // Nothing is handed to a hub in doubt: its answer, or another hub, will do.
    if (hub.awaiting?.asked) this.#schedule.plan("hand up", hub.awaiting.deadline);
    else this.#post.send(hub);
  }

  #passOn(now: number): void {
    // The stragglers of a window may have a round of their own soon; those of a stormy time share ever later ones.
    const { windowMs } = this.#profile;
    const isStormy = now - this.#passedOnAt < windowMs / 2;
    this.#breakMs = isStormy ? Math.min(windowMs / 2, this.#breakMs * 2) : windowMs / 10;
    this.#passedOnAt = now;
    for (const link of this.#tree.links.values()) {
      // One that was asked whether it is there will be told when it has answered.
      if (this.#tree.isReceiver(link) && !link.awaiting?.asked) this.#post.send(link);
    }
  }

  /** Takes in the values of a message; returns whether some were left out because earlier ones are missing. */
  #takeRuns(link: Link, { runs = [] }: Gossip, now: number): boolean {
    const { gatherMs, ackMs } = this.#profile;
    const { self, hub } = this.#tree;
    // One that still takes itself for this node's hub shall know at once, before it sends more.
    const isMistaken = link.toldHub === link.peer && link.peer !== hub;
    // In windows an acknowledgement, too, waits for the values that it can go with.
    const due = link.hub === self ? now + gatherMs : nextWindow(this.#profile, this.#port, now + ackMs);
    let fresh = 0;
    let hasGap = false;
    for (const run of runs) {
      const [origin, from, values] = run;
      fresh += this.store.merge(run);
      hasGap ||= from > this.store.count(origin);
      link.noteHas(origin, from + values.length);
      link.owe(origin, isMistaken ? now : due);
    }
    if (fresh > 0) this.#planToTell(link, now);
    return hasGap;
  }

  /** New values came from a peer; others will want them. */
  #planToTell(from: Link, now: number): void {
    const { self, hub, isRoot } = this.#tree;
    this.#outreach.takeInterest();
    const isFromHub = from.peer === hub;
    if (!isRoot && !isFromHub) {
      this.#schedule.plan("hand up", from.hub === self ? now : nextWindow(this.#profile, this.#port, now));
    }
    if (!this.#tree.hasReceivers(from)) return;
    // What comes from the hub has been gathered already; but after a change for the better, peers need a moment to say
    // that they, too, have found that hub.
    this.#planToPassOn(isFromHub ? now + this.#profile.patienceMs / 2 : this.#gathered(now));
  }

  /** When the values that have been coming since `now` are to go out. */
  #gathered(now: number): number {
    const { gatherMs, patienceMs } = this.#profile;
    return now + (this.#hubFinder.isNewRoot(now) ? Math.min(gatherMs, patienceMs / 2) : gatherMs);
  }

  #planToPassOn(at: number): void {
    this.#schedule.plan("pass on", Math.max(at, this.#passedOnAt + this.#breakMs));
  }

  #answer(link: Link, { ask, doubts, full }: Gossip, hasGap: boolean): void {
    const isCompared = link.isCompared && full === true;
    if (isCompared) link.isCompared = false;
    if (ask || hasGap) {
      // One that looks for a hub wants to know who is there; values come when it has found one.
      const isSearch = doubts !== undefined && link.hub !== link.peer;
      this.#post.send(link, { answer: true, full: true, always: true, ask: hasGap, bare: isSearch });
      return;
    }
    const isMissed = link.hasLost && this.#tree.isNeighbour(link);
    const isUseful = link.hasMore || link.isUnsure || isCompared || doubts !== undefined || isMissed;
    if (isUseful) this.#post.send(link);
  }
}
