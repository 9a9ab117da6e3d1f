/** Writes messages to peers: what they lack, what is to be acknowledged, and whether they are to answer. */
import type { Link } from "./link.ts";
import type { Profile } from "./profile.ts";
import type { Rhythm } from "./rhythm.ts";
import type { Store } from "./store.ts";
import type { Tree } from "./tree.ts";
import type { Clocks } from "./waves.ts";
import type { Gossip } from "./wire.ts";

/** What a replica needs of the world. */
export interface ReplicaPort extends Clocks {
  /** Uniform in [0, 1). */
  random(): number;
  send(dest: string, message: Gossip): void;
}

export interface SendOptions {
  /** Ask for an answer at once. */
  readonly ask?: boolean;
  /** Say all that is known, not only what has to be acknowledged. */
  readonly full?: boolean;
  /** The peer has just asked, so it can be reached, whatever was suspected. */
  readonly answer?: boolean;
  /** Send even if the peer lacks nothing. */
  readonly always?: boolean;
  /** Send no values. */
  readonly bare?: boolean;
  /** Ask to be the peer's child. */
  readonly graft?: boolean;
  /** A hub that has not answered. */
  readonly doubts?: string;
}

/** Values in one message; more follow when these are acknowledged, so no message grows with the history. */
const batchLimit = 5_000;
/** Values in a message to a peer that probably does not get it. */
const probeLimit = 64;

export class Post {
  readonly #life: string;
  readonly #tree: Tree;
  readonly #store: Store;
  readonly #profile: Profile;
  readonly #rhythm: Rhythm;
  readonly #port: ReplicaPort;

  constructor(life: string, tree: Tree, store: Store, profile: Profile, rhythm: Rhythm, port: ReplicaPort) {
    this.#life = life;
    this.#tree = tree;
    this.#store = store;
    this.#profile = profile;
    this.#rhythm = rhythm;
    this.#port = port;
  }

  /** Sends a peer what it lacks and what is owed to it. Nothing is sent if it lacks nothing, unless an option says so. */
  send(link: Link, options: SendOptions = {}): void {
    const now = this.#port.now();
    const isBare = options.bare === true || link.isUnsure;
    const limit = link.suspected && options.answer !== true ? probeLimit : batchLimit;
    const { runs, more } = isBare ? { runs: [], more: false } : link.holdings.lacking(this.#store, limit);
    link.hasMore = more;
    const ask = options.ask === true || more || link.isUnsure;
    if (runs.length === 0 && !ask && options.always !== true) return;

    const graft = options.graft === true;
    const isFull = options.full === true || ask || graft;
    const owed = link.takeOwed(this.#store);
    const have = isFull ? this.#store.counts : owed;
    const n = link.number(runs);
    // What is sent to a suspected peer is not under way but probably lost; the next probe says it again.
    if (limit === probeLimit) link.holdings.forgetSent();
    if (ask) {
      link.askedAt = now;
      link.await(n, now, now + this.#profile.patienceMs, true);
    } else if (options.doubts === undefined && (runs.length > 0 || graft)) {
      link.await(n, now, now + this.#rhythm.answerTime(link, now), false);
    }
    if (graft) link.noteGraft(n, now);
    const { height, isSearching } = this.#tree;
    link.toldHeight = height;
    const seeks = isSearching && link.peer !== this.#tree.hub;
    this.#port.send(link.peer, {
      n,
      heard: link.heard,
      life: this.#life,
      path: this.#tree.pathAsToldTo(link.peer),
      round: this.#tree.round,
      ...(height > 0 && { height }),
      ...(seeks && { seeks }),
      ...(runs.length > 0 && { runs }),
      ...(have.length > 0 && { have }),
      ...(isFull && { full: true }),
      ...(ask && { ask: true }),
      ...(graft && { graft: true }),
      ...(options.doubts !== undefined && { doubts: options.doubts }),
    });
    this.#noteToldHub(link);
  }

  /** Asks a peer that is late for an answer at once. */
  ask(link: Link): void {
    link.holdings.forgetSent();
    this.send(link, { ask: true });
  }

  /** Answers a peer that has grafted itself on this node, with all that is known here. */
  adopt(link: Link): void {
    const { isSeeking } = link;
    const { isRoot, isProper, self } = this.#tree;
    link.isGrafting = false;
    // One that is in a makeshift place itself is no good place for others; if there is no better one, they will say so.
    if (isSeeking && !isRoot && !isProper) return;
    // One that seeks a hub has others to choose from; a root it takes at once, and need not say so.
    this.send(link, { answer: true, always: true, full: true, bare: isSeeking && !isRoot });
    // From now on it counts on a root's round, which comes sooner than that of a hub with others above it.
    if (isRoot) this.#tree.isToldRoot = true;
    if (!isSeeking || !isRoot) return;
    link.path = [self];
    link.isSeeking = false;
  }

  /**
   * A child that is told that its root now hangs on the hub that the child should have goes there, and does not come
   * back to say so. If it cannot, its next message to this node says that.
   */
  #noteToldHub(link: Link): void {
    const { hub, self, isSearching } = this.#tree;
    const isNews = link.toldHub === self && hub !== self && !isSearching;
    if (isNews && link.hub === self && this.#tree.isProperHubOf(link.peer, hub)) {
      link.path = this.#tree.path;
      link.awaiting = undefined;
    }
    link.toldHub = hub;
  }
}
