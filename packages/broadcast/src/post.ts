/** Writes messages to peers: what they lack, what is to be acknowledged, and whether they are to answer. */
import type { Link } from "./link.ts";
import { nextWindow, type Profile } from "./profile.ts";
import type { Store } from "./store.ts";
import type { Tree } from "./tree.ts";
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

export interface SendOptions {
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
  readonly #port: ReplicaPort;

  constructor(life: string, tree: Tree, store: Store, profile: Profile, port: ReplicaPort) {
    this.#life = life;
    this.#tree = tree;
    this.#store = store;
    this.#profile = profile;
    this.#port = port;
  }

  /** Sends a peer what it lacks and what is owed to it. Nothing is sent if it lacks nothing, unless an option says so. */
  send(link: Link, options: SendOptions = {}): void {
    const now = this.#port.now();
    const isBare = options.bare === true || link.isUnsure;
    const limit = link.suspected && options.answer !== true ? probeLimit : batchLimit;
    const { runs, more } = isBare ? { runs: [], more: false } : link.lacking(this.#store, limit);
    link.hasMore = more;
    const ask = options.ask === true || more || link.isUnsure;
    if (runs.length === 0 && !ask && options.always !== true) return;

    const isFull = options.full === true || ask;
    const owed = link.takeOwed(this.#store);
    const have = isFull ? this.#store.counts : owed;
    const n = link.number(runs);
    // What is sent to a suspected peer is not under way but probably lost; the next probe says it again.
    if (link.suspected && !more) link.resend();
    if (ask) {
      link.askedAt = now;
      link.await(n, now + this.#profile.patienceMs, true);
    } else if (runs.length > 0) {
      link.await(n, now + this.answerTime(link), false);
    } else if (options.expect === true) {
      // What is only hoped for may come with the next round.
      link.await(n, now + this.answerTime(link) + this.#profile.windowMs, false);
    }
    link.toldHub = this.#tree.hub;
    this.#port.send(link.peer, {
      n,
      heard: link.heard,
      life: this.#life,
      hub: this.#tree.hub,
      ...(runs.length > 0 && { runs }),
      ...(have.length > 0 && { have }),
      ...(isFull && { full: true }),
      ...(ask && { ask: true }),
      ...(options.doubts !== undefined && { doubts: options.doubts }),
    });
  }

  /** How long a peer may take to acknowledge what it was not asked to answer at once, in milliseconds. */
  answerTime({ peer }: Link): number {
    const { windowMs, gatherMs, ackMs, patienceMs } = this.#profile;
    if (peer !== this.#tree.hub) {
      const now = this.#port.now();
      return nextWindow(this.#profile, this.#port, now + ackMs) + patienceMs - now;
    }
    // In windows all nodes miss a hub at once. Those that are to take its place go first, and tell the others.
    const isSecond = windowMs > 0 && !this.#tree.isLikelyRoot;
    return patienceMs + gatherMs + (isSecond ? 1.5 * patienceMs : 0);
  }
}
