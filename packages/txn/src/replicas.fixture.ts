/** Replicas in the hands of a test: their messages wait in a bag, and the test says which one arrives, and when. */
import type { Json, TxnRwRegisterRequest } from "@gossip-glomers/protocol";
import { expect } from "vitest";
import { defaultOptions, type TxnOptions } from "./options.ts";
import type { Origin } from "./origin.ts";
import { Replica } from "./replica.ts";
import { isNewer, type Version, type VersionVector } from "./version.ts";
import type { Replication } from "./wire.ts";

/** A message on its way. */
interface InFlight {
  readonly src: string;
  readonly dest: string;
  readonly message: Replication;
}

/** What a transaction wrote and what its node knew before. */
interface Committed {
  readonly versions: readonly Version[];
  /** By the name of an origin, as slots are each replica's own. */
  readonly causes: ReadonlyMap<string, number>;
}

/** A version in words that mean the same to all replicas. */
interface Shown {
  readonly key: Json;
  readonly value: Json;
  readonly stamp: string;
}

function nameOf({ place, life }: Origin): string {
  return `${place}/${life}`;
}

function shown({ key, value, counter, origin }: Version): Shown {
  return { key, value, stamp: `${counter} of ${nameOf(origin)}` };
}

export class Replicas {
  readonly all = new Map<string, Replica>();
  now = 0;
  bag: InFlight[] = [];
  /** What becomes of messages on their way: nothing, unless a test wants to see that it is noticed. */
  alter: (message: Replication) => Replication = (message) => message;
  /** All messages there ever were. */
  sent = 0;
  readonly #committed: Committed[] = [];
  readonly #options: TxnOptions;
  readonly #nodeIds: readonly string[];
  #draws = 0;

  constructor(count: number, options: Partial<TxnOptions> = {}) {
    this.#options = { ...defaultOptions, ...options };
    this.#nodeIds = Array.from({ length: count }, (_, index) => `n${index}`);
    for (const id of this.#nodeIds) this.start(id);
  }

  /** Replicas that have told each other of their birth, and are silent at time 0. */
  static acquainted(count: number, options: Partial<TxnOptions> = {}): Replicas {
    const replicas = new Replicas(count, options);
    replicas.run(60_000);
    expect(replicas.isSilent).toBe(true);
    replicas.sent = 0;
    replicas.now = 0;
    return replicas;
  }

  /** Starts a replica; what an earlier one of that name knew is forgotten, what it has sent is still on its way. */
  start(id: string): void {
    const random = (): number => {
      // Evenly spread is random enough here, and the same in every run.
      this.#draws += 1;
      return (this.#draws * 0.618_033_988_749) % 1;
    };
    const { now } = this;
    this.all.set(id, new Replica({ ...this.#options, nodeIds: this.#nodeIds, self: id, random, now }));
  }

  replica(id: string): Replica {
    const replica = this.all.get(id);
    if (replica === undefined) throw new Error(`there is no replica ${id}`);
    return replica;
  }

  execute(id: string, txn: TxnRwRegisterRequest["txn"]): readonly (readonly Json[])[] {
    const replica = this.replica(id);
    const causes = this.known(id);
    const before = replica.store.changes;
    const { txn: reply, counter } = replica.execute(txn, this.now);
    if (counter !== undefined) {
      this.#committed.push({ versions: [...replica.store.after(before)].map(({ value }) => value), causes });
    }
    return reply;
  }

  /** What a transaction that only reads sees. */
  read(id: string, ...keys: readonly Json[]): readonly (Json | undefined)[] {
    return this.execute(
      id,
      keys.map((key) => ["r", key, null]),
    ).map(([, , value]) => value);
  }

  /** Calls a replica if it wants to be called by now. One that is not called is slow, or paused. */
  wake(id: string): void {
    const replica = this.replica(id);
    if (replica.wakeAt > this.now) return;
    for (const { dest, message } of replica.wake(this.now)) {
      this.sent += 1;
      this.bag.push({ src: id, dest, message: this.alter(JSON.parse(JSON.stringify(message))) });
    }
  }

  /** Hands over the message at `index` of the bag, counted round; `twice` leaves it there as well. */
  deliver(index: number, twice = false): void {
    const [message] = this.bag.splice(index % Math.max(1, this.bag.length), 1);
    if (message === undefined) return;
    if (twice) this.bag.push(message);
    expect(this.replica(message.dest).receive(message.src, message.message, this.now)).toBe(true);
  }

  /** Lets time pass up to `ms` milliseconds with a network that loses only what `loses` says; stops if all is silent. */
  run(ms: number, loses: (message: InFlight) => boolean = () => false): void {
    const end = this.now + ms;
    for (;;) {
      this.bag = this.bag.filter((message) => !loses(message));
      while (this.bag.length > 0) this.deliver(0);
      const next = Math.min(...[...this.all.values()].map(({ wakeAt }) => wakeAt));
      if (next > end) break;
      this.now = Math.max(this.now, next);
      for (const id of this.all.keys()) this.wake(id);
    }
    this.now = end;
  }

  get isSilent(): boolean {
    return this.bag.length === 0 && [...this.all.values()].every(({ wakeAt }) => wakeAt === Infinity);
  }

  /** The versions that a replica shows, by key. */
  state(id: string): ReadonlyMap<string, Shown> {
    return new Map([...this.replica(id).store.after(0)].map(({ key, value }) => [key, shown(value)]));
  }

  /** What a replica knows, by the names of origins. */
  known(id: string): ReadonlyMap<string, number> {
    const { store, origins } = this.replica(id);
    const entries = [...(store.known satisfies VersionVector).entries()].flatMap(([slot, counter]) => {
      const origin = origins.at(slot);
      return origin === undefined || counter === 0 ? [] : [[nameOf(origin), counter] as const];
    });
    return new Map(entries);
  }

  /** Expects both parts of the invariant of `register-store.ts`, of every replica. */
  expectInvariant(): void {
    for (const id of this.all.keys()) {
      const known = this.known(id);
      const newest = new Map<string, Version>();
      for (const { versions, causes } of this.#committed) {
        const [first] = versions;
        if (first === undefined || first.counter > (known.get(nameOf(first.origin)) ?? 0)) continue;
        // Causally closed.
        for (const [origin, counter] of causes) {
          expect(known.get(origin) ?? 0).toBeGreaterThanOrEqual(counter);
        }
        for (const version of versions) {
          const other = newest.get(version.identity);
          if (other === undefined || isNewer(version, other)) newest.set(version.identity, version);
        }
      }
      // Shows the newest of what it knows, and nothing else.
      expect(this.state(id)).toEqual(new Map([...newest].map(([key, version]) => [key, shown(version)])));
    }
  }
}
