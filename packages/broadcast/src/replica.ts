/**
 * One node's part in spreading values: a state machine that takes values, messages and the passing of time, and gives
 * messages. Read `store.ts` (what is known), `link.ts` (what a peer has) and `overlay.ts` (who tells whom) first.
 *
 * When all goes well: a node hands its values to its hub. The hub gathers, passes on to everybody what they lack, and
 * acknowledges in the same messages. The others acknowledge in the next message that they send to the hub anyhow.
 *
 * When a peer does not answer in time, it is doubted: asked for an answer at once. If the peer is the hub, the next
 * candidates are asked as well, and told of the doubt, so that they find out, too. If no answer comes, the peer is
 * suspected: the hub is chosen anew without it. Only an answer to a message of this node ends that, and suspected peers
 * that lack something are asked one by one, ever less often, until one answers.
 *
 * Invariants: (1) what is known here is, for each origin, a prefix of its log; (2) a value is sent to the hub, and from
 * a hub to those whose hub it is, until it is acknowledged or the peer is suspected; (3) without new values every node
 * falls silent: each message is sent because of a value that the receiver is not known to have, or to answer.
 */
import type { Json } from "@gossip-glomers/protocol";
import { chooseHub } from "./hub-choice.ts";
import { Link } from "./link.ts";
import type { Overlay } from "./overlay.ts";
import type { Profile } from "./profile.ts";
import { Store } from "./store.ts";
import type { Gossip } from "./wire.ts";

/** What a replica needs of the world. */
export interface ReplicaPort {
  /** Milliseconds that never go back. */
  now(): number;
  /** Milliseconds by a clock that nodes have more or less in common. */
  wallTime(): number;
  /** Uniform in [0, 1). */
  random(): number;
  send(dest: string, message: Gossip): void;
}

export interface Identity {
  readonly id: string;
  /** All nodes, in the same order on each. */
  readonly nodeIds: readonly string[];
  /** Differs from that of any earlier process of this node. */
  readonly life: string;
}

/** Values in one message; more follow when these are acknowledged, so no message grows with the history. */
const batchLimit = 500;
/** Values in a message to a peer that probably does not get it. */
const probeLimit = 64;
/** How many candidates are asked when the hub is in doubt: one that answers is likely among them, whatever the cut. */
const candidatesAsked = 3;
/** The longest pause between two questions to suspected peers, in milliseconds. */
const longestProbePause = 2_000;
/** After so long without any message, a node asks whether it has missed something: it may have been restarted. */
const helloAfter = 2_000;
/** All nodes of a makeshift tree together compare notes about as often as this, in milliseconds. */
const comparePause = 400;
/** A node of a makeshift tree asks whether its proper hub is back about as often as this, in milliseconds. */
const returnPause = 4_000;
/** So many times after the last new value a node in a makeshift tree compares notes with somebody outside its branch. */
const interest = 3;
const never = Number.POSITIVE_INFINITY;

interface SendOptions {
  /** Ask for an answer at once. */
  readonly ask?: boolean;
  /** Say all that is known, not only what has to be acknowledged. */
  readonly full?: boolean;
  /** The peer has just asked, so it can be reached, whatever was suspected. */
  readonly answer?: boolean;
  /** Send even if the peer lacks nothing. */
  readonly always?: boolean;
  /** Count on hearing something of the peer soon, though nothing is sent that it must answer. */
  readonly expect?: boolean;
  /** Send no values. */
  readonly bare?: boolean;
  readonly doubts?: string;
}

export class Replica {
  readonly store: Store = new Store();
  readonly #id: string;
  readonly #life: string;
  readonly #origin: string;
  readonly #profile: Profile;
  readonly #port: ReplicaPort;
  readonly #links: ReadonlyMap<string, Link>;
  #overlay: Overlay;
  #hub: string;
  /** Who has announced itself as a root while this node's hub was in doubt. */
  #heir: string | undefined;
  /** When this node became a root for want of another hub. */
  #rootSince = Number.NEGATIVE_INFINITY;

  // When what is due next; `never` if nothing is.
  #upAt = never;
  #downAt = never;
  /** When a root puts itself under a peer that ranks after it, if nothing better turns up. */
  #adoptAt = never;
  /** When this node last passed values on. */
  #downSince = Number.NEGATIVE_INFINITY;
  #probeAt = never;
  #compareAt = never;
  #returnAt = never;
  #helloAt = never;

  #probePause: number;
  #nextProbed = 0;
  #comparisonsLeft = 0;

  constructor({ id, nodeIds, life }: Identity, overlay: Overlay, profile: Profile, port: ReplicaPort) {
    this.#id = id;
    this.#life = life;
    this.#origin = `${id}:${life}`;
    this.#overlay = overlay;
    this.#profile = profile;
    this.#port = port;
    this.#probePause = profile.patienceMs;
    this.#hub = this.#firstHub(id);
    const peers = nodeIds.filter((peer) => peer !== id);
    this.#links = new Map(peers.map((peer) => [peer, new Link(peer, this.#firstHub(peer))]));
    if (peers.length > 0) this.#helloAt = port.now() + helloAfter;
  }

  /** The node that this one hands its values to; itself if it is a root. */
  get hub(): string {
    return this.#hub;
  }

  /** The peers that are taken for unreachable. */
  get suspects(): readonly string[] {
    return [...this.#links.values()].filter((link) => link.suspected).map((link) => link.peer);
  }

  /** When `wake` must be called next; infinite if nothing is to be done without a message. */
  get wakeAt(): number {
    let at = Math.min(
      this.#upAt,
      this.#downAt,
      this.#adoptAt,
      this.#probeAt,
      this.#compareAt,
      this.#returnAt,
      this.#helloAt,
    );
    for (const { ackDue, awaiting } of this.#links.values()) {
      at = Math.min(at, ackDue, awaiting?.deadline ?? never);
    }
    return at;
  }

  /** Takes another overlay, before anything went wrong: all nodes are given the same one. */
  useOverlay(overlay: Overlay): void {
    this.#overlay = overlay;
    for (const link of this.#links.values()) {
      if (link.heard === 0) link.hub = this.#firstHub(link.peer);
    }
    this.#hub = this.#firstHub(this.#id);
  }

  /** Takes a value from a client. */
  publish(value: Json): void {
    const { gatherMs, windowMs, patienceMs } = this.#profile;
    const now = this.#port.now();
    this.store.append(this.#origin, value);
    this.#takeInterest();
    const window = this.#nextWindow(now);
    if (this.#hub !== this.#id) this.#upAt = Math.min(this.#upAt, window);
    // A hub's own value goes out with those that it will be handed in this window; alone only if there are none.
    const gathered = windowMs === 0 ? now + gatherMs : window + patienceMs;
    if (this.#hasReceivers(undefined)) this.#downAt = Math.min(this.#downAt, gathered);
    this.#planProbe();
    this.wake();
  }

  /** Takes a message from a peer. */
  receive(src: string, message: Gossip): void {
    const link = this.#links.get(src);
    if (link === undefined) return;
    const now = this.#port.now();
    this.#helloAt = never;
    const wasAsked = link.awaiting?.asked;
    const isBack = link.hear(message, now, this.#answerTime(link));
    if (wasAsked && src === this.#hub) this.#upAt = Math.min(this.#upAt, now);
    const hasGap = this.#takeRuns(link, message, now);
    if (isBack) this.#trust(link);
    this.#answer(link, message, hasGap);
    this.#heed(message, link, now);
    this.#choose();
    this.wake();
  }

  /** Does what is due. */
  wake(): void {
    const now = this.#port.now();
    for (const link of this.#links.values()) {
      if (link.awaiting !== undefined && link.awaiting.deadline <= now) this.#missedAnswer(link);
    }
    this.#choose();
    if (this.#upAt <= now) this.#handUp();
    if (this.#downAt <= now) {
      this.#downAt = never;
      this.#downSince = now;
      for (const link of this.#links.values()) if (this.#isReceiver(link)) this.#send(link);
    }
    for (const link of this.#links.values()) {
      if (link.ackDue > now) continue;
      // To a peer on no branch of this node an acknowledgement is all there is to say: values would have to be
      // acknowledged in turn, with values, for ever.
      this.#send(link, { always: true, bare: !this.#isNeighbour(link) });
    }
    if (this.#probeAt <= now) this.#probe(now);
    if (this.#compareAt <= now) this.#compareNotes();
    if (this.#returnAt <= now) this.#tryReturn();
    if (this.#helloAt <= now) this.#hello();
  }

  #answer(link: Link, { ask, doubts, full }: Gossip, hasGap: boolean): void {
    const isCompared = link.isCompared && full === true;
    if (isCompared) link.isCompared = false;
    // One that looks for a hub wants to know who is there; values come when it has found one.
    const isSearch = doubts !== undefined && link.hub !== link.peer;
    if (ask || hasGap)
      this.#send(link, { answer: true, full: true, always: true, ask: hasGap, bare: isSearch });
    else if (link.hasMore || link.isUnsure || isCompared || doubts !== undefined) this.#send(link);
    else if (link.hasLost && this.#isNeighbour(link)) this.#send(link);
  }

  #handUp(): void {
    const hub = this.#links.get(this.#hub);
    // Nothing is handed to a hub in doubt: its answer, or another hub, will do.
    this.#upAt = hub?.awaiting?.asked ? hub.awaiting.deadline : never;
    if (hub !== undefined && this.#upAt === never) this.#send(hub);
  }

  // What is known

  /** Takes in the values of a message; returns whether some were left out because earlier ones are missing. */
  #takeRuns(link: Link, { runs = [] }: Gossip, now: number): boolean {
    let fresh = 0;
    let hasGap = false;
    const { gatherMs, ackMs } = this.#profile;
    // In windows an acknowledgement, too, waits for the values that it can go with.
    const due = link.hub === this.#id ? now + gatherMs : this.#nextWindow(now + ackMs);
    for (const run of runs) {
      const [origin, from, values] = run;
      fresh += this.store.merge(run);
      hasGap ||= from > this.store.count(origin);
      link.noteHas(origin, from + values.length);
      // One that still takes itself for this node's hub shall know at once, before it sends more.
      const isMistaken = link.toldHub === link.peer && link.peer !== this.#hub;
      link.owe(origin, isMistaken ? now : due);
    }
    if (fresh > 0) this.#passOn(link, now);
    return hasGap;
  }

  /**
   * What came from elsewhere the hub may lack. What came from the hub has been gathered already; but after a change for
   * the better, peers need a moment to say that they, too, have found that hub.
   */
  #passOn(from: Link, now: number): void {
    const { windowMs, gatherMs, patienceMs } = this.#profile;
    this.#takeInterest();
    this.#planProbe();
    const isFromHub = from.peer === this.#hub;
    if (this.#hub !== this.#id && !isFromHub) {
      this.#upAt = Math.min(this.#upAt, from.hub === this.#id ? now : this.#nextWindow(now));
    }
    if (this.#hasReceivers(from)) {
      const gathered = now + (isFromHub ? patienceMs / 2 : gatherMs);
      // Stragglers do not each get a round of their own.
      this.#downAt = Math.min(this.#downAt, Math.max(gathered, this.#downSince + windowMs / 2));
    }
  }

  // Who is told

  /**
   * Whether this node passes on to a peer what that lacks: if it is the peer's hub. A root also tells the other roots,
   * and, while it is new, everybody, since those who look for a hub may not have found it yet.
   */
  #isReceiver({ peer, hub, suspected }: Link): boolean {
    if (suspected || peer === this.#hub) return false;
    if (hub === this.#id) return true;
    return this.#hub === this.#id && (hub === peer || this.#port.now() < this.#rootSince + this.#settlingMs);
  }

  /** Whether a branch of the tree joins this node and a peer. */
  #isNeighbour(link: Link): boolean {
    return link.peer === this.#hub || this.#isReceiver(link);
  }

  #hasReceivers(except: Link | undefined): boolean {
    for (const link of this.#links.values()) if (link !== except && this.#isReceiver(link)) return true;
    return false;
  }

  #send(link: Link, options: SendOptions = {}): void {
    const now = this.#port.now();
    const { runs, more } =
      link.isUnsure || options.bare === true
        ? { runs: [], more: false }
        : link.lacking(this.store, link.suspected && options.answer !== true ? probeLimit : batchLimit);
    link.hasMore = more;
    const ask = options.ask === true || more || link.isUnsure;
    if (runs.length === 0 && !ask && options.always !== true) return;
    const isFull = options.full === true || ask;
    const owed = link.takeOwed(this.store);
    const have = isFull ? this.store.counts : owed;
    const n = link.number(runs);
    if (link.suspected && !more) link.resend();
    if (runs.length > 0 || ask || options.expect === true) {
      // What is only hoped for may come with the next round.
      const rounds = runs.length > 0 ? 0 : this.#profile.windowMs;
      link.await(n, now + (ask ? this.#profile.patienceMs : this.#answerTime(link) + rounds), ask);
    }
    if (ask) link.askedAt = now;
    link.toldHub = this.#hub;
    this.#port.send(link.peer, {
      n,
      heard: link.heard,
      life: this.#life,
      hub: this.#hub,
      ...(runs.length > 0 && { runs }),
      ...(have.length > 0 && { have }),
      ...(isFull && { full: true }),
      ...(ask && { ask: true }),
      ...(options.doubts !== undefined && { doubts: options.doubts }),
    });
  }

  /** How long a peer may take to acknowledge what it was not asked to answer at once. */
  #answerTime({ peer }: Link): number {
    const { windowMs, gatherMs, ackMs, patienceMs } = this.#profile;
    return patienceMs + (peer === this.#hub ? gatherMs : ackMs + windowMs);
  }

  // Who can be reached

  #missedAnswer(link: Link): void {
    if (link.awaiting?.asked) this.#suspect(link);
    else this.#doubt(link, undefined);
  }

  /** Asks a peer that is late; if that is the hub, also those that may have to take its place. */
  #doubt(link: Link, heir: Link | undefined): void {
    link.resend();
    this.#send(link, { ask: true });
    if (link.peer !== this.#hub) return;
    this.#heir = heir?.peer;
    if (heir !== undefined) return;
    const candidates = this.#overlay.candidates(this.#id);
    const next = candidates
      .slice(candidates.indexOf(link.peer) + 1)
      .map((peer) => this.#links.get(peer))
      .filter((other) => other !== undefined && !other.suspected)
      .slice(0, candidatesAsked);
    for (const other of next) {
      if (other === undefined) continue;
      other.presumeLike(link);
      this.#send(other, { ask: true, doubts: link.peer });
    }
  }

  /** Somebody else's doubt of this node's hub, or a root that has taken its place, is a reason to ask the hub. */
  #heed({ doubts }: Gossip, from: Link, now: number): void {
    const hub = this.#links.get(this.#hub);
    if (hub === undefined || doubts !== hub.peer || hub.awaiting?.asked) return;
    if (now - hub.heardAt < this.#profile.patienceMs / 2) return;
    const ranksBefore = this.#overlay.rank(from.peer) < this.#overlay.rank(this.#id);
    this.#doubt(hub, from.hub === from.peer && ranksBefore ? from : undefined);
  }

  #suspect(link: Link): void {
    link.suspect();
    if (link.peer === this.#hub && this.#heir !== undefined) {
      // The new root has tried the candidates between; trying them again, one by one, would take long.
      const candidates = this.#overlay.candidates(this.#id);
      for (const peer of candidates.slice(0, Math.max(0, candidates.indexOf(this.#heir)))) {
        const between = this.#links.get(peer);
        if (between !== undefined && !between.suspected) between.suspect();
      }
      this.#heir = undefined;
    }
    this.#planProbe();
  }

  /** A peer that was taken for unreachable has answered. */
  #trust(link: Link): void {
    link.trust();
    this.#probePause = this.#profile.patienceMs;
    if (this.#hub !== this.#id) return;
    // It may suspect this node as well: this proves to it that its answer came.
    this.#send(link, { always: true });
    // Where one comes back, others probably do.
    const justNow = this.#port.now() - this.#profile.patienceMs;
    for (const other of this.#links.values()) {
      if (other.suspected && other.askedAt < justNow) this.#send(other, { ask: true });
    }
  }

  #choose(): void {
    const now = this.#port.now();
    const best = chooseHub({
      self: this.#id,
      overlay: this.#overlay,
      links: this.#links,
      current: this.#hub,
      rootSince: this.#rootSince,
    });
    const isKept = best === this.#hub;
    const hub = isKept || !this.#isAfter(best) || this.#mayAdopt(best, now) ? best : this.#id;
    if (isKept || hub !== this.#id) this.#adoptAt = never;
    if (hub === this.#hub) return;
    const before = this.#links.get(this.#hub);
    const chosen = this.#links.get(hub);
    this.#hub = hub;
    if (chosen === undefined) this.#becomeRoot(before, now);
    else this.#join(chosen, before);
    // The old hub needs to know that it is one no more, or both would pass on the same.
    if (before !== undefined && !before.suspected) this.#send(before, { always: true, bare: true });
  }

  /**
   * A root does not put itself under a later peer at once: after a cut the peer may not have noticed yet that its hub is
   * gone, after a heal that hub can be reached directly. So the hub is asked, and time given for both to turn out.
   */
  #mayAdopt(peer: string, now: number): boolean {
    if (this.#adoptAt !== never) return this.#adoptAt <= now;
    this.#adoptAt = now + this.#settlingMs;
    const better = this.#links.get(this.#links.get(peer)?.hub ?? "");
    if (better !== undefined) this.#send(better, { ask: true });
    return false;
  }

  #isAfter(peer: string): boolean {
    return this.#overlay.rank(peer) > this.#overlay.rank(this.#id);
  }

  #join(hub: Link, before: Link | undefined): void {
    this.#upAt = never;
    if (before !== undefined) hub.presumeLike(before);
    if (hub.peer === this.#firstHub(this.#id)) {
      // All is well again. Suspicions from bad times would only keep a good candidate from being asked next time.
      for (const link of this.#links.values()) if (link.suspected && !this.#isAfter(link.peer)) link.trust();
      this.#compareAt = never;
    }
    // If the hub has just said all, nobody waits for its answer: it will have something to pass on soon.
    const isKnown = hub.fullAt > this.#port.now() - 2 * this.#profile.patienceMs;
    this.#send(hub, isKnown ? { always: true, full: true, expect: true } : { ask: true });
    this.#planCompare();
  }

  #becomeRoot(before: Link | undefined, now: number): void {
    this.#upAt = never;
    this.#rootSince = now;
    for (const link of this.#links.values()) {
      if (link.suspected) continue;
      if (before !== undefined) {
        link.presumeLike(before);
        this.#send(link, { always: true, full: true, doubts: before.peer });
      }
    }
    this.#planProbe();
  }

  // Peers out of the way

  /** A root asks the peers that it suspects, if they lack something: one at a time, and ever less often. */
  #planProbe(): void {
    if (this.#probeAt !== never || this.#hub !== this.#id) return;
    if (this.#nextSuspect() !== undefined) this.#probeAt = this.#port.now() + this.#probePause;
  }

  #probe(now: number): void {
    this.#probeAt = never;
    const link = this.#hub === this.#id ? this.#nextSuspect() : undefined;
    if (link === undefined) return;
    this.#nextProbed = [...this.#links.keys()].indexOf(link.peer) + 1;
    this.#send(link, { ask: true });
    this.#probePause = Math.min(longestProbePause, this.#probePause * 2);
    this.#probeAt = now + this.#probePause;
  }

  /** The next suspected peer that lacks something, in rotation. */
  #nextSuspect(): Link | undefined {
    const links = [...this.#links.values()];
    const rotated = [...links.slice(this.#nextProbed), ...links.slice(0, this.#nextProbed)];
    return rotated.find((link) => link.suspected && !link.knowsAll(this.store));
  }

  #takeInterest(): void {
    this.#comparisonsLeft = interest;
    this.#planCompare();
  }

  /**
   * In a makeshift tree, one way between two branches may be known to none of their roots: n0–n3–n4–n1 in a row, where
   * n3 hangs on n0 and n4 on n1. So its nodes compare notes with peers drawn at random, until there has been nothing
   * new for a while: anti-entropy with loss of interest (Demers et al., "Epidemic algorithms for replicated database
   * maintenance", 1987).
   */
  #planCompare(): void {
    if (this.#comparisonsLeft === 0 || this.#hub === this.#firstHub(this.#id)) return;
    if (this.#returnAt === never) {
      this.#returnAt = this.#port.now() + returnPause * (0.5 + this.#port.random());
    }
    if (this.#compareAt !== never) return;
    this.#compareAt = this.#port.now() + comparePause * this.#links.size * (1 + this.#port.random());
  }

  #compareNotes(): void {
    this.#compareAt = never;
    if (this.#hub === this.#firstHub(this.#id)) return;
    this.#comparisonsLeft -= 1;
    const others = [...this.#links.values()].filter(
      (link) => link.peer !== this.#hub && link.hub !== this.#id,
    );
    const chosen = others[Math.floor(this.#port.random() * others.length)];
    if (chosen !== undefined) {
      chosen.isCompared = true;
      this.#send(chosen, { ask: true, bare: true });
    }
    this.#planCompare();
  }

  #tryReturn(): void {
    this.#returnAt = never;
    const proper = this.#links.get(this.#firstHub(this.#id));
    if (proper === undefined || this.#hub === proper.peer) return;
    this.#send(proper, { ask: true, bare: true });
    this.#planCompare();
  }

  #hello(): void {
    this.#helloAt = never;
    const [anybody] = this.#links.values();
    const link = this.#links.get(this.#hub) ?? anybody;
    if (link !== undefined) this.#send(link, { ask: true });
  }

  /** How long it takes until everybody has noticed that a hub is gone or back. */
  get #settlingMs(): number {
    return 3 * this.#profile.patienceMs;
  }

  #firstHub(node: string): string {
    return this.#overlay.candidates(node)[0] ?? node;
  }

  /** The first multiple of the window on the wall clock after `at`, by the clock that never goes back. */
  #nextWindow(at: number): number {
    const { windowMs } = this.#profile;
    if (windowMs === 0) return at;
    return at + windowMs - ((this.#port.wallTime() + at - this.#port.now()) % windowMs);
  }
}
