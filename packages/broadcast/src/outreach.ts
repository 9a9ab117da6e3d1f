/**
 * Talks to peers that the tree does not lead to: suspected ones, and those on other branches of a makeshift tree.
 *
 * Without it, a tree that is whole again would be noticed only by chance, and a way between two branches that neither
 * root can see would never be used: of four nodes in a row, n0 – n3 – n4 – n1, n3 hangs on n0 and n4 on n1. So nodes of
 * a makeshift tree compare notes with peers drawn at random, until there has been nothing new for a while: anti-entropy
 * with loss of interest (Demers et al., "Epidemic algorithms for replicated database maintenance", 1987).
 *
 * Invariant: nothing is sent when all is known everywhere and the tree is the proper one.
 */
import type { Link } from "./link.ts";
import type { Post, ReplicaPort } from "./post.ts";
import type { Rhythm } from "./rhythm.ts";
import type { Schedule } from "./schedule.ts";
import type { Store } from "./store.ts";
import type { Tree } from "./tree.ts";

// In milliseconds.
const firstProbePause = 350;
const longestProbePause = 2_000;
const mostProbes = 64;
/** All nodes together compare notes about as often as this; in large clusters each of them as often as one of 25. */
const comparePause = 400;
const mostComparers = 24;
/** A node asks about as often as this whether its proper hub is back: where that is the root, it is missed least. */
const returnPause = { toRoot: 6_000, toParent: 3_000 };
/**
 * After so long without any message, a node asks whether it has missed something: it may have been restarted. Longer than it takes
 * from the start of a cluster to its first values and the answer to them, which would make every node ask.
 */
const helloAfter = 4_000;
/** So many times after the last new value a node compares notes. */
const interest = 3;

export class Outreach {
  readonly #tree: Tree;
  readonly #post: Post;
  readonly #schedule: Schedule;
  readonly #store: Store;
  readonly #rhythm: Rhythm;
  readonly #port: ReplicaPort;
  #probePause = firstProbePause;
  #nextProbed = 0;
  /** How many have come back since the last question. Some of them show that all may be back, but only if the network heals. */
  #returned = 0;
  #returnedAt = Number.NEGATIVE_INFINITY;
  /** The wave with which others may come back by themselves. */
  #waveAwaited = Number.NEGATIVE_INFINITY;
  /** The last wave that may be awaited for those that have come back since the last question. */
  #patientUntil = Number.NEGATIVE_INFINITY;
  #isProperNext = false;
  #comparisonsLeft = 0;
  #hasSaidHello = false;

  constructor(tree: Tree, post: Post, schedule: Schedule, store: Store, rhythm: Rhythm, port: ReplicaPort) {
    this.#tree = tree;
    this.#post = post;
    this.#schedule = schedule;
    this.#store = store;
    this.#rhythm = rhythm;
    this.#port = port;
    if (tree.links.size > 0) schedule.plan("hello", port.now() + helloAfter);
  }

  /** There is something new to compare. */
  takeInterest(): void {
    this.#comparisonsLeft = interest;
  }

  /** A peer has come back. */
  takeCourage({ height }: Link, now: number): void {
    this.#probePause = firstProbePause;
    // The root of its side will bring the others back, in windows with the next waves: no question before that. Often a
    // leaf of that side is back first, by chance, and its root after it; but what comes one by one is not waited for.
    if (this.#returned === 0) this.#patientUntil = this.#rhythm.returnTime(1, now);
    const returned = Math.min(this.#rhythm.returnTime(height, now), this.#patientUntil);
    if (this.#returned === 0 || returned > this.#waveAwaited) {
      this.#waveAwaited = returned;
      this.#schedule.cancel("probe");
    }
    this.#returned += 1;
    this.#returnedAt = now;
  }

  /** Plans what is to be done from now on; to be called when anything has happened. */
  plan(now: number): void {
    const { isProper, links, overlay } = this.#tree;
    if (!this.#schedule.isPlanned("probe") && this.#nextSuspect(now) !== undefined) {
      this.#schedule.plan(
        "probe",
        this.#rhythm.betweenWaves(Math.max(now + this.#probePause, this.#waveAwaited)),
      );
    }
    if (isProper || this.#comparisonsLeft <= 0) return;
    if (!this.#schedule.isPlanned("return")) {
      this.#schedule.plan("return", now + this.#returnPause * (0.5 + this.#port.random()));
    }
    if (this.#tree.root !== overlay.order[0] && !this.#schedule.isPlanned("compare")) {
      const comparers = Math.min(links.size, mostComparers);
      this.#schedule.plan("compare", now + comparePause * comparers * (1 + this.#port.random()));
    }
  }

  /** Does what is due. */
  act(now: number): void {
    if (this.#schedule.take("probe", now)) this.#probe(now);
    if (this.#schedule.take("compare", now)) this.#compare();
    if (this.#schedule.take("return", now)) this.#return();
    if (this.#schedule.take("hello", now)) this.#hello(now);
    this.plan(now);
  }

  get #returnPause(): number {
    const { properHub, overlay } = this.#tree;
    return properHub === overlay.order[0] ? returnPause.toRoot : returnPause.toParent;
  }

  /** Asks suspected peers that lack something, ever less often. */
  #probe(now: number): void {
    const asked = new Set<Link>();
    // Those that came back after an earlier cut say nothing of this one.
    const returned = now < this.#returnedAt + longestProbePause ? this.#returned : 0;
    const atOnce = Math.min(mostProbes, Math.max(1, 2 * returned));
    this.#returned = 0;
    // The hub that this node should have brings all others back with it, so every other question is to that.
    const proper = this.#tree.links.get(this.#tree.properHub);
    this.#isProperNext = !this.#isProperNext;
    if (this.#isProperNext && proper?.suspected) asked.add(proper);
    while (asked.size < atOnce) {
      // Nor does who came back say anything of those that have been lost since.
      const link = this.#nextSuspect(asked.size === 0 ? now : this.#returnedAt);
      if (link === undefined || asked.has(link)) break;
      this.#nextProbed = [...this.#tree.links.keys()].indexOf(link.peer) + 1;
      asked.add(link);
    }
    for (const link of asked) this.#post.send(link, { ask: true });
    this.#probePause = Math.min(longestProbePause, this.#probePause * 2);
  }

  /** The next peer that lacks something and was suspected by `since`, in rotation. */
  #nextSuspect(since: number): Link | undefined {
    let first: Link | undefined;
    let index = 0;
    for (const link of this.#tree.links.values()) {
      if (
        this.#tree.looksAfter(link) &&
        link.suspectedAt <= since &&
        !link.holdings.includeAll(this.#store)
      ) {
        if (index >= this.#nextProbed) return link;
        first ??= link;
      }
      index += 1;
    }
    return first;
  }

  #compare(): void {
    if (this.#tree.isProper || this.#tree.root === this.#tree.overlay.order[0]) return;
    this.#comparisonsLeft -= 1;
    const { hub, self, links } = this.#tree;
    const others = [...links.values()].filter((link) => link.peer !== hub && link.hub !== self);
    const drawn = others[Math.floor(this.#port.random() * others.length)];
    if (drawn === undefined) return;
    drawn.isCompared = true;
    this.#post.send(drawn, { ask: true, bare: true });
  }

  #return(): void {
    const proper = this.#tree.links.get(this.#tree.properHub);
    if (proper === undefined || this.#tree.isProper) return;
    // As far as is known it hangs on this node. That will be found out to be old when there is something new to say.
    if (proper.path.includes(this.#tree.self)) this.#comparisonsLeft -= 1;
    this.#post.send(proper, { ask: true, bare: true });
  }

  /**
   * Asks what an earlier life of this node may have known: first its hub, or anybody; later on, again and again, whoever is next to
   * it and has not answered, for question and answer may be lost, and who lacks everything has nothing to ask suspected peers by.
   */
  #hello(now: number): void {
    const links = [...this.#tree.links.values()];
    const strangers = links.filter((link) => this.#isStranger(link));
    const first = this.#tree.hubLink ?? links[0];
    if (this.#hasSaidHello) for (const link of strangers) this.#post.send(link, { ask: true });
    // If values have begun to go round by now, most of those that have not been heard are about to be.
    else if (first !== undefined && links.every(({ heard }) => heard === 0))
      this.#post.send(first, { ask: true });
    this.#hasSaidHello = true;
    if (strangers.length > 0) this.#schedule.plan("hello", now + helloAfter);
  }

  /** A peer has been heard. */
  noteHeard(): void {
    if (!this.#schedule.isPlanned("hello")) return;
    for (const link of this.#tree.links.values()) if (this.#isStranger(link)) return;
    this.#schedule.cancel("hello");
  }

  /**
   * Whether a neighbour may know what an earlier life of this node had heard from it, or had told it, and has not said so. What a
   * child handed up to a hub that has forgotten it, the others would never hear of.
   */
  #isStranger({ peer, heard, knowsEarlierLife, holdings }: Link): boolean {
    const { self, hub, properHub } = this.#tree;
    const isNext = peer === hub || peer === properHub || this.#tree.isProperHubOf(peer, self);
    return isNext && (heard === 0 || knowsEarlierLife || holdings.exceed(this.#store));
  }
}
