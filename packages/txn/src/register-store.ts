/**
 * The registers of one node: of every key the version with the greatest timestamp among the transactions it knows.
 *
 * Read `version.ts` first. Two things change a store, and both do so at once, in one synchronous step that no read can
 * fall into: `commit`, a transaction of this node, and `merge`, everything that another node knew at some moment.
 *
 * Invariant. Let K be the transactions that `known` covers. Then
 *
 * 1. the store holds, of every key, the newest version that a transaction of K wrote, and nothing else;
 * 2. K is causally closed: with a transaction it has every one that this one's node knew when it was executed.
 *
 * By (1) a transaction is visible with all of its writes or with none (those that newer transactions have overwritten
 * aside): reads are atomic. By (2) nobody sees an effect without its cause. Both hold after `commit`, which knows all of
 * K by definition and gets a counter above all in K; and after `merge`, because the newest of two sets' newest versions
 * is the newest of their union, and the union of two causally closed sets is causally closed. That is why `merge`
 * wants a whole state, or all of it that this node lacks, and never a part: see `inbox.ts`.
 */
import type { Json } from "@gossip-glomers/protocol";
import { type Arrival, ArrivalMap } from "./arrival-map.ts";
import { identityOf } from "./key-identity.ts";
import type { Origin } from "./origin.ts";
import { isNewer, nothingKnown, union, type Version, type VersionVector, withCounter } from "./version.ts";

export class RegisterStore {
  readonly #self: Origin;
  readonly #versions = new ArrivalMap<Version>();
  #known: VersionVector = nothingKnown;

  /** @param self this life of this node */
  constructor(self: Origin) {
    this.#self = self;
  }

  /** The transactions whose effects the store shows. */
  get known(): VersionVector {
    return this.#known;
  }

  /** How many changes there have been: the number of the latest one. */
  get changes(): number {
    return this.#versions.last;
  }

  /** How many places the order of changes takes in memory: at most two for each register. */
  get arrivals(): number {
    return this.#versions.arrivals;
  }

  /** The value of a register; null if nobody has written it. */
  read(key: Json): Json {
    return this.#versions.get(identityOf(key))?.value ?? null;
  }

  /**
   * Writes all of `writes`, by one transaction of this node.
   * @returns its counter
   */
  commit(writes: Iterable<readonly [key: Json, value: Json]>): number {
    // Above all counters that are known, so what this node has read comes before what it writes now.
    const counter = 1 + this.#known.reduce((greatest, known) => Math.max(greatest, known), 0);
    for (const [key, value] of writes) {
      const identity = identityOf(key);
      this.#versions.set(identity, { key, identity, value, counter, origin: this.#self });
    }
    this.#known = withCounter(this.#known, this.#self.slot, counter);
    return counter;
  }

  /**
   * Takes over what another node knew at one moment.
   * @param versions of what it had, everything that this node may lack; more does no harm
   * @param known the transactions that it knew
   */
  merge(versions: Iterable<Version>, known: VersionVector): void {
    for (const version of versions) {
      const present = this.#versions.get(version.identity);
      if (present === undefined || isNewer(version, present)) this.#versions.set(version.identity, version);
    }
    this.#known = union(this.#known, known);
  }

  /** Counts a change that is none of a register, so that others hear of it, and can say that they have. */
  touch(): void {
    this.#versions.skip();
  }

  /** The versions that came after the change of that number, in the order in which they came. */
  after(change: number): Iterable<Arrival<Version>> {
    return this.#versions.after(change);
  }
}
