/**
 * One node's part in spreading values: a state machine that takes values, messages and the passing of time, and gives
 * messages. Read `store.ts` (what is known), `holdings.ts` (what a peer has of it), `link.ts` (what else
 * is known of a peer) and `overlay.ts` (who tells whom) first.
 *
 * When all goes well, nothing but this file matters: a node hands its values to its hub. The hub gathers, passes on to
 * everybody what they lack, and acknowledges in the same messages. The others acknowledge in the next message that
 * they send to the hub anyhow. `hub-finder.ts` is for when a peer does not acknowledge, `outreach.ts` and
 * `proof.ts` for coming back.
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
import type { Profile } from "./profile.ts";
import { Proof } from "./proof.ts";
import { jitterMs, Rhythm } from "./rhythm.ts";
import { never, Schedule } from "./schedule.ts";
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
  readonly #port: ReplicaPort;
  readonly #schedule = new Schedule();
  readonly #tree: Tree;
  readonly #rhythm: Rhythm;
  readonly #post: Post;
  readonly #hubFinder: HubFinder;
  readonly #proof: Proof;
  readonly #outreach: Outreach;

  constructor({ id, nodeIds, life }: Identity, overlay: Overlay, profile: Profile, port: ReplicaPort) {
    this.#origin = `${id}:${life}`;
    this.#port = port;
    this.#tree = new Tree(id, nodeIds, overlay);
    this.#rhythm = new Rhythm(profile, this.#tree, port);
    this.#post = new Post(life, this.#tree, this.store, profile, this.#rhythm, port);
    this.#hubFinder = new HubFinder(this.#tree, this.#post, this.#schedule, profile, this.#rhythm, port);
    this.#proof = new Proof(this.#tree, this.#post, profile, port);
    this.#outreach = new Outreach(this.#tree, this.#post, this.#schedule, this.store, this.#rhythm, port);
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

  /** Takes another overlay, the same one on all nodes. What is known already may be lacking on its branches. */
  useOverlay(overlay: Overlay): void {
    this.#tree.overlay = overlay;
    if (this.store.size === 0) return;
    const now = this.#port.now();
    if (!this.#tree.isRoot) this.#schedule.plan("hand up", this.#rhythm.handUpTime(now));
    if (this.#tree.hasReceivers()) this.#schedule.plan("pass on", this.#rhythm.ownRoundTime(now));
  }

  /** Takes a value from a client. */
  publish(value: Json): void {
    const now = this.#port.now();
    this.store.append(this.#origin, value);
    this.#outreach.takeInterest();
    // Who is told of it answers a node that it has known in another life.
    this.#schedule.cancel("hello");
    if (!this.#tree.isRoot) this.#schedule.plan("hand up", this.#rhythm.handUpTime(now));
    if (this.#tree.hasReceivers()) this.#schedule.plan("pass on", this.#rhythm.ownRoundTime(now));
    this.wake();
  }

  /** Takes a message from a peer. */
  receive(src: string, message: Gossip): void {
    const link = this.#tree.links.get(src);
    if (link === undefined) return;
    const now = this.#port.now();
    const wasAsked = link.awaiting?.asked === true;
    const { hub: hubBefore, path: pathBefore } = link;
    const isBack = link.hear(message, now, this.#rhythm.answerTime(link, now));
    if (wasAsked && src === this.#tree.hub) this.#schedule.plan("hand up", now);
    // A hub that has just been joined need not have what the one before it had, and there may never be another value to hand up.
    const isMisjudged = message.full === true && link.wasMisjudged;
    if (isMisjudged && src === this.#tree.hub) this.#schedule.plan("hand up", this.#rhythm.handUpTime(now));
    if (wasAsked && this.#tree.isReceiver(link)) this.#planRound(now);
    const hasGap = this.#takeRuns(link, message, now);
    this.#outreach.noteHeard();
    if (link.hub !== hubBefore && link.hub === this.#tree.self) {
      link.holdings.forgetPresumed();
      this.#planRound(now);
    }
    this.#hubFinder.noteHeard(link, pathBefore);
    if (isBack) {
      this.#proof.trust(link, message);
      this.#outreach.takeCourage(link, now);
      // Rounds have left it out.
      if (this.#tree.isReceiver(link) && !link.holdings.includeAll(this.store)) this.#planRound(now);
    } else if (wasAsked) this.#proof.reassure(link, message);
    this.#hubFinder.heed(message, link, now);
    this.#answer(link, message, hasGap || link.knowsEarlierLife);
    if (this.#tree.isReceiver(link) && this.#rhythm.isWaveComplete(now)) this.#hasten(now);
    this.wake();
  }

  /** Does what is due. */
  wake(): void {
    const now = this.#port.now();
    this.#hubFinder.checkAnswers(now);
    this.#hubFinder.choose(now);
    this.#tree.measure();
    // Who does not know where it belongs cannot offer others a place.
    if (this.#tree.hasGrafts && !this.#tree.isSearching)
      this.#schedule.plan("adopt", this.#rhythm.adoptTime(now));
    if (this.#schedule.take("hand up", now)) this.#handUp(now);
    if (this.#schedule.take("pass on", now)) this.#passOn(now);
    if (this.#schedule.take("adopt", now)) {
      this.#adopt();
      // Whoever missed the old hub last has kept its values longest, and the round of all others has just been.
      if (this.#hubFinder.hasJustAnnounced(now)) this.#schedule.hasten("pass on", now);
    }
    for (const link of this.#tree.links.values()) {
      if (this.#tree.isMistakenHub(link)) link.ackDue = now;
      else if (link.ackDue <= now && link.peer === this.#tree.hub) link.ackDue = this.#rhythm.turn(now);
      // To a peer on no branch of this node an acknowledgement is all there is to say: values would have to be
      // acknowledged in turn, with values, for ever.
      if (link.ackDue <= now) this.#post.send(link, { always: true, bare: !this.#tree.isNeighbour(link) });
    }
    this.#outreach.act(now);
  }

  /** Does soon what was to wait for others, all of whom have spoken. */
  #hasten(now: number): void {
    const duty = this.#tree.isRoot ? "pass on" : "hand up";
    this.#schedule.hasten(duty, now + jitterMs);
  }

  #handUp(now: number): void {
    const hub = this.#tree.hubLink;
    if (hub === undefined) return;
    // Nothing is handed to a hub in doubt: when it has answered, or another one is found, that is planned again.
    if (this.#tree.isSearching || hub.awaiting?.asked) return;
    const turn = this.#rhythm.turn(now);
    if (turn > now) {
      this.#schedule.plan("hand up", turn);
      return;
    }
    this.#rhythm.noteHandUp(now);
    this.#hubFinder.handUp(hub);
    if (!this.#tree.hasReceivers()) this.#tree.noteTold();
  }

  /** Takes those who have asked for it for children. */
  #adopt(): void {
    if (this.#tree.isSearching) return;
    for (const link of this.#tree.links.values()) if (link.isGrafting) this.#post.adopt(link);
  }

  #passOn(now: number): void {
    this.#adopt();
    this.#rhythm.noteRound(now);
    this.#tree.ownRound = Math.max(this.#tree.ownRound + 1, Math.floor(this.#port.wallTime()));
    for (const link of this.#tree.links.values()) {
      // One that was asked whether it is there will be told when it has answered.
      if (!this.#tree.isReceiver(link) || link.awaiting?.asked) continue;
      // In windows a child acknowledges each round in the next one: what is due in this one should have come.
      if (link.awaiting !== undefined && this.#rhythm.isMissed(link.awaiting.deadline, now)) {
        this.#post.ask(link);
      } else this.#post.send(link);
    }
    this.#tree.noteTold();
  }

  /** Takes in the values of a message; returns whether some were left out because earlier ones are missing. */
  #takeRuns(link: Link, { runs = [], graft }: Gossip, now: number): boolean {
    const due = this.#rhythm.ackTime(link, now);
    let fresh = 0;
    let hasGap = false;
    for (const run of runs) {
      const [origin, from, values] = run;
      fresh += this.store.merge(run);
      hasGap ||= from > this.store.count(origin);
      link.holdings.note(origin, from + values.length);
      // A graft is answered with all that is known, or by the root that the peer finds instead; if it is that root itself, in time.
      link.owe(origin, graft ? never : due);
    }
    if (fresh > 0) this.#planToTell(link, now);
    else if (runs.length > 0 && link.peer === this.#tree.hub) this.#planRest(now);
    return hasGap;
  }

  /** New values came from a peer; others will want them. */
  #planToTell(from: Link, now: number): void {
    const { hub, isRoot } = this.#tree;
    this.#outreach.takeInterest();
    const isFromHub = from.peer === hub;
    if (!isRoot && !isFromHub) this.#schedule.plan("hand up", this.#rhythm.forwardTime(from, now));
    if (!this.#tree.hasReceivers(from)) return;
    if (isFromHub) this.#schedule.plan("pass on", this.#rhythm.passDownTime(now));
    else this.#planRound(now);
  }

  /**
   * The hub has passed on nothing but what came here another way, from a root that answered a graft for example. The children
   * lack that all the same, and it need not wait any longer for what the hub would say to it.
   */
  #planRest(now: number): void {
    if (this.#rhythm.isBeyondWaves) this.#schedule.hasten("pass on", this.#rhythm.passDownTime(now));
  }

  #planRound(now: number): void {
    this.#schedule.plan("pass on", this.#rhythm.roundTime(now, this.#hubFinder.isNewRoot(now)));
  }

  #answer(link: Link, { ask, full, graft }: Gossip, isMissing: boolean): void {
    // One that grafts itself on this node is going to be told what is lacking here.
    if (graft && !ask) return;
    const isCompared = link.isCompared && full === true;
    if (isCompared) link.isCompared = false;
    if (ask || isMissing) {
      this.#post.send(link, { answer: true, full: true, always: true, ask: isMissing });
      return;
    }
    const isMissed = link.hasLost && this.#tree.isNeighbour(link);
    const isUseful = link.hasMore || link.isUnsure || isCompared || isMissed;
    if (isUseful) this.#post.send(link);
  }
}
