/**
 * Replicas in a network that does its worst, in virtual time and without a promise: what the property tests and
 * `bench/sweep.ts` run on. Links lose, double, delay and reorder messages, work one way only, or not at all; nodes are
 * slow, stand still, or lose their memory.
 */
import type { Json } from "@gossip-glomers/protocol";
import { type Grudge, Random } from "@gossip-glomers/simulator";
import { type Overlay, star } from "../src/overlay.ts";
import type { Profile } from "../src/profile.ts";
import { Replica } from "../src/replica.ts";
import type { Gossip } from "../src/wire.ts";
import { expectReadable } from "./long-lines.ts";

export interface SwarmOptions {
  readonly nodes: number;
  readonly profile: Profile;
  readonly seed: number;
  /** A star if not given. */
  readonly overlay?: Overlay;
  /** Draws how long a message travels, in milliseconds; each by itself, so they overtake each other. */
  readonly latencyMs: (random: Random) => number;
  /** The share of messages that are lost, and that come twice. */
  readonly loss?: number;
  readonly duplication?: number;
}

interface Event {
  readonly at: number;
  readonly run: () => void;
}

interface Member {
  replica: Replica;
  life: number;
  pausedUntil: number;
  slowMs: number;
  wakesAt: number;
}

export class Swarm {
  readonly nodeIds: readonly string[];
  now = 0;
  /** How many messages have been sent. */
  messages = 0;
  /** How many bytes they had, as JSON. */
  bytes = 0;
  /** The most values that one message has carried. */
  largestBatch = 0;
  /** The most bytes that one message has had. */
  largestMessage = 0;
  loss: number;
  duplication: number;
  readonly #options: SwarmOptions;
  readonly #random: Random;
  readonly #members = new Map<string, Member>();
  #events: Event[] = [];
  #grudge: Grudge = new Map();
  /** What `cut` and `heal` leave as it is. */
  standingCut: Grudge = new Map();
  readonly #arrivedAt = new Map<number, number>();

  constructor(options: SwarmOptions) {
    this.#options = options;
    this.#random = Random.fromSeed(options.seed).split("network");
    this.loss = options.loss ?? 0;
    this.duplication = options.duplication ?? 0;
    this.nodeIds = Array.from({ length: options.nodes }, (_, index) => `n${index}`);
    for (const id of this.nodeIds) {
      const member = { life: 0, pausedUntil: 0, slowMs: 0, wakesAt: Number.POSITIVE_INFINITY };
      this.#members.set(id, { ...member, replica: this.#start(id, 0) });
      this.#rearm(id);
    }
  }

  replica(id: string): Replica {
    return this.#member(id).replica;
  }

  publish(id: string, value: Json): void {
    this.#act(id, (replica) => replica.publish(value));
  }

  /** When a value last arrived anywhere: in a run without losses, when the last node learnt it. */
  knownEverywhereAt(value: number): number {
    return this.#arrivedAt.get(value) ?? 0;
  }

  /** How many values each node has, by its place. */
  get sizes(): readonly number[] {
    return this.nodeIds.map((id) => this.replica(id).store.size);
  }

  /** Sorted, as the order in which values arrive means nothing. */
  read(id: string): readonly number[] {
    return this.replica(id)
      .store.values.map(Number)
      .sort((a, b) => a - b);
  }

  /** Cuts links as a grudge says: receiver → the sources that it does not hear. */
  cut(grudge: Grudge): void {
    this.#grudge = grudge;
  }

  heal(): void {
    this.#grudge = new Map();
  }

  /** Stops a node for a while; what comes meanwhile waits, as do its timers. */
  pause(id: string, ms: number): void {
    this.#member(id).pausedUntil = this.now + ms;
  }

  /** Adds so many milliseconds to every message of a node. */
  slow(id: string, ms: number): void {
    this.#member(id).slowMs = ms;
  }

  /** Has a node start anew with nothing remembered. */
  restart(id: string): void {
    const member = this.#member(id);
    member.life += 1;
    member.replica = this.#start(id, member.life);
    member.wakesAt = Number.POSITIVE_INFINITY;
    this.#rearm(id);
  }

  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.#events[0];
      if (next === undefined || next.at > end) break;
      this.#events.shift();
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }

  at(ms: number, run: () => void): void {
    const event = { at: Math.max(this.now, ms), run };
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.at ?? 0) <= event.at) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }

  #start(id: string, life: number): Replica {
    const random = Random.fromSeed(this.#options.seed).split(id).split(String(life));
    return new Replica(
      { id, nodeIds: this.nodeIds, life: String(life) },
      this.#options.overlay ?? star(this.nodeIds),
      this.#options.profile,
      {
        now: () => this.now,
        wallTime: () => this.now,
        random: () => random.float(),
        send: (dest, message) => this.#send(id, dest, message),
      },
    );
  }

  #send(src: string, dest: string, message: Gossip): void {
    this.messages += 1;
    const carried = (message.runs ?? []).reduce((sum, [, , values]) => sum + values.length, 0);
    this.largestBatch = Math.max(this.largestBatch, carried);
    const copies = this.#random.float() < this.duplication ? 2 : 1;
    // Over the wire: what a node changes later must not reach back into what it has sent.
    const text = JSON.stringify({ type: "gossip", ...message });
    this.bytes += text.length;
    this.largestMessage = Math.max(this.largestMessage, text.length);
    const wire: Gossip = JSON.parse(text);
    expectReadable(wire, text);
    for (let copy = 0; copy < copies; copy += 1) {
      if (this.#random.float() < this.loss) continue;
      const travel = this.#options.latencyMs(this.#random) + this.#member(src).slowMs;
      this.at(this.now + travel, () => {
        if (this.#grudge.get(dest)?.has(src) || this.standingCut.get(dest)?.has(src)) return;
        this.#act(dest, (replica) => replica.receive(src, wire));
        for (const [, , values] of wire.runs ?? [])
          for (const value of values) {
            if (typeof value === "number") this.#arrivedAt.set(value, this.now);
          }
      });
    }
  }

  /** Has a node do something, now or when it goes on. */
  #act(id: string, action: (replica: Replica) => void): void {
    const { pausedUntil, replica } = this.#member(id);
    if (pausedUntil > this.now) {
      this.at(pausedUntil, () => this.#act(id, action));
      return;
    }
    action(replica);
    this.#rearm(id);
  }

  #rearm(id: string): void {
    const member = this.#member(id);
    const { wakeAt } = member.replica;
    if (wakeAt === Number.POSITIVE_INFINITY || wakeAt >= member.wakesAt) return;
    member.wakesAt = wakeAt;
    const { life } = member;
    // A millisecond at least, as on a real timer: a node that is woken too early for anything is woken again.
    this.at(Math.max(wakeAt, this.now + 1), () => {
      // An earlier time has been set since, or the node has been restarted: this timer was cancelled.
      if (member.life !== life || member.wakesAt !== wakeAt) return;
      member.wakesAt = Number.POSITIVE_INFINITY;
      this.#act(id, (replica) => replica.wake());
    });
  }

  #member(id: string): Member {
    const member = this.#members.get(id);
    if (member === undefined) throw new Error(`Swarm: there is no node ${id}; its nodes are ${this.nodeIds}`);
    return member;
  }
}
