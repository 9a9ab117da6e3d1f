/**
 * Replicas in a network without faults, in virtual time, for `growth.ts`: as many as wanted, since nothing is recorded or
 * judged, but what they cost and when writes are seen everywhere.
 */
import { milliseconds, Random, VirtualClock } from "@gossip-glomers/simulator";
import { defaultOptions, type TxnOptions } from "../src/index.ts";
import { Replica } from "../src/replica.ts";
import type { Replication } from "../src/wire.ts";

export interface CrowdOptions {
  readonly nodes: number;
  readonly keys: number;
  readonly latencyMs: number;
  readonly options: Partial<TxnOptions>;
}

/** A write of which one wants to know when all nodes have seen it. */
interface Watched {
  readonly origin: number;
  readonly counter: number;
  readonly since: number;
  readonly missing: Set<number>;
}

export class Crowd {
  messages = 0;
  /** Of all messages, as JSON. */
  bytes = 0;
  largestMessage = 0;
  /** How long each watched write took until every node showed it, in milliseconds. */
  readonly delays: number[] = [];
  readonly #latencyMs: number;
  readonly #keys: number;
  readonly #random = Random.fromSeed(1).split("crowd");
  readonly #replicas: readonly Replica[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #wakesAt: number[];
  readonly #clock = new VirtualClock();
  #watched: Watched[] = [];

  constructor({ nodes, keys, latencyMs, options }: CrowdOptions) {
    this.#latencyMs = latencyMs;
    this.#keys = keys;
    const nodeIds = Array.from({ length: nodes }, (_, place) => `n${place}`);
    this.#places = new Map(nodeIds.map((id, place) => [id, place]));
    const random = (): number => this.#random.float();
    this.#replicas = nodeIds.map(
      (self) => new Replica({ ...defaultOptions, ...options, nodeIds, self, random, now: 0 }),
    );
    this.#wakesAt = nodeIds.map(() => Number.POSITIVE_INFINITY);
    for (const place of nodeIds.keys()) this.#rearm(place);
  }

  /** A transaction of one to four steps on registers that are drawn, at a node that is drawn. */
  transact(value: number, isWatched: boolean): void {
    const place = this.#random.integer(this.#replicas.length);
    const txn = Array.from({ length: 1 + this.#random.integer(4) }, () => {
      const key = this.#random.integer(this.#keys);
      return this.#random.integer(2) === 0 ? (["r", key, null] as const) : (["w", key, value] as const);
    });
    // A register of its own: what another node overwrites at the same time need not be seen anywhere.
    const watched = isWatched ? [["w", `watched ${value}`, value] as const] : [];
    const counter = this.#replicas[place]?.execute([...txn, ...watched], this.now).counter;
    this.#rearm(place);
    if (!isWatched || counter === undefined) return;
    const missing = new Set(this.#replicas.keys());
    missing.delete(place);
    this.#watched.push({ origin: place, counter, since: this.now, missing });
  }

  /** Lets time pass until `ms` milliseconds after the beginning. */
  async until(ms: number): Promise<void> {
    await this.#clock.run(new Promise<void>((resolve) => this.at(ms, resolve)));
  }

  /** Does something at `ms` milliseconds after the beginning. */
  at(ms: number, action: () => void): void {
    this.#clock.schedule(milliseconds(ms), action);
  }

  /** How many watched writes some node does not show yet. */
  get unseen(): number {
    return this.#watched.length;
  }

  get now(): number {
    return this.#clock.now() / 1e6;
  }

  #deliver(src: string, dest: string, text: string): void {
    const place = this.#places.get(dest) ?? 0;
    const message: Replication = JSON.parse(text);
    this.#replicas[place]?.receive(src, message, this.now);
    this.#rearm(place);
    const known = this.#replicas[place]?.store.known;
    for (const { origin, counter, missing } of this.#watched) {
      if ((known?.[origin] ?? 0) >= counter) missing.delete(place);
    }
    this.#watched = this.#watched.filter(({ missing, since }) => {
      if (missing.size === 0) this.delays.push(this.now - since);
      return missing.size > 0;
    });
  }

  #wake(place: number): void {
    for (const { dest, message } of this.#replicas[place]?.wake(this.now) ?? []) {
      const text = JSON.stringify({ type: "replicate", ...message });
      this.messages += 1;
      this.bytes += text.length;
      this.largestMessage = Math.max(this.largestMessage, text.length);
      this.at(this.now + this.#latencyMs, () => this.#deliver(`n${place}`, dest, text));
    }
    this.#rearm(place);
  }

  /** Sets a node's timer, in whole milliseconds as on a real node. */
  #rearm(place: number): void {
    const at = Math.ceil(this.#replicas[place]?.wakeAt ?? Number.POSITIVE_INFINITY);
    if (at === this.#wakesAt[place]) return;
    this.#wakesAt[place] = at;
    if (at === Number.POSITIVE_INFINITY) return;
    this.at(at, () => {
      // Set anew since.
      if (this.#wakesAt[place] !== at) return;
      this.#wakesAt[place] = Number.POSITIVE_INFINITY;
      this.#wake(place);
    });
  }
}
