/**
 * A replica: the registers of one node, and what it says to the others so that they become the same.
 *
 * It is a plain state machine. Transactions and messages go in with the time at which they came, messages come out of
 * `wake`, which wants to be called at `wakeAt`; so it can be tested without a node. Read `register-store.ts` for what a
 * replica promises, then `inbox.ts` and `outbox.ts` for how two nodes exchange changes. Here is who does so, and when:
 *
 * - A change, or an answer that is owed, waits `interval` for others and then goes to all neighbours together. A replica
 *   with nothing to say is silent.
 * - A neighbour that does not answer within `patience` may be cut off, or slow; others are asked to stand in for it
 *   (`stand-ins.ts`).
 * - A replica that is new, perhaps because its node crashed, tells its neighbours so and gets all they have: its birth is
 *   its first change. Until two replicas know each other, they answer at once.
 */
import type { TxnRwRegisterRequest } from "@gossip-glomers/protocol";
import { Acquaintance } from "./acquaintance.ts";
import { type Exchange, isActive } from "./exchange.ts";
import { Inbox } from "./inbox.ts";
import type { TxnOptions } from "./options.ts";
import { drawLife, Origins } from "./origin.ts";
import { Outbox, type OutboxLimits } from "./outbox.ts";
import { neighboursOf } from "./overlay.ts";
import { Pace } from "./pace.ts";
import { RegisterStore } from "./register-store.ts";
import { Settling } from "./settling.ts";
import { StandIns } from "./stand-ins.ts";
import { type Executed, execute } from "./transaction.ts";
import { decode, encode, type Part, type Replication } from "./wire.ts";

export interface ReplicaOptions extends TxnOptions {
  /** All nodes, in the same order on every one. */
  readonly nodeIds: readonly string[];
  readonly self: string;
  /** Draws uniformly from [0, 1), and in each life of a node something else. */
  readonly random: () => number;
  /** When it comes into being. */
  readonly now: number;
}

/** A message to be sent. */
export interface Outgoing {
  readonly dest: string;
  readonly message: Replication;
}

/** A neighbour answers within its own interval and before two more; a late timer is no silence. */
const intervalsToAnswer = 4;

export class Replica {
  readonly store: RegisterStore;
  /** Which life of its node this is. */
  readonly life: number;
  /** All lives of all nodes that it has heard of. */
  readonly origins: Origins;
  readonly #options: ReplicaOptions;
  readonly #limits: OutboxLimits;
  readonly #neighbours: ReadonlySet<string>;
  readonly #strangers: ReadonlySet<string>;
  readonly #standIns: StandIns;
  readonly #pace = new Pace();
  /** With all neighbours, and with those others that there has been something to do with. */
  readonly #exchanges = new Map<string, Exchange>();
  readonly #settling: Settling;
  #sendAt = Number.POSITIVE_INFINITY;

  /** @throws {Error} if `self` is not among `nodeIds`. */
  constructor(options: ReplicaOptions) {
    const { nodeIds, self, interval, partSize, random, now } = options;
    const place = nodeIds.indexOf(self);
    if (place === -1) throw new Error(`Replica: ${self} is not one of ${nodeIds.join(", ")}; name it there`);
    this.#options = options;
    this.life = drawLife(random);
    this.origins = new Origins(nodeIds.length);
    this.store = new RegisterStore(this.origins.of(place, this.life));
    this.#limits = { partSize, answerWithinMs: intervalsToAnswer * interval };
    this.#neighbours = new Set(neighboursOf(nodeIds, self));
    this.#strangers = new Set(nodeIds.filter((id) => id !== self && !this.#neighbours.has(id)));
    const { patience } = options;
    const [neighbours, strangers] = [this.#neighbours, this.#strangers];
    const nextTo = (id: string): readonly string[] => neighboursOf(nodeIds, id);
    this.#standIns = new StandIns({ nodeIds, neighbours, strangers, nextTo, patience, random });
    for (const id of this.#neighbours) this.#exchangeWith(id);
    this.#settling = new Settling(this.#neighbours.size);
    // Not all replicas at once: they would go on in step, each waking when the others have just spoken, at twice the messages.
    if (this.#neighbours.size > 0) this.#sendSoon(now - random() * interval);
  }

  /** When `wake` is to be called; Infinity if there is nothing to do until something comes. */
  get wakeAt(): number {
    let wakeAt = this.#sendAt;
    let silentAt = Number.POSITIVE_INFINITY;
    for (const [id, { outbox, isNeighbour }] of this.#exchanges) {
      wakeAt = Math.min(wakeAt, outbox.retryAt);
      if (isNeighbour) silentAt = Math.min(silentAt, this.#silentAt(id, outbox));
    }
    return Math.min(wakeAt, this.#standIns.askAt(silentAt));
  }

  /** Whether it has merged all that its neighbours and those behind them knew, at some moment of its life. */
  get isCaughtUp(): boolean {
    return this.#settling.isOver;
  }

  /** Says that what there is to say is not to wait for more. */
  hasten(now: number): void {
    if (this.#sendAt < Number.POSITIVE_INFINITY) this.#sendAt = Math.min(this.#sendAt, now);
  }

  /** Executes a transaction; it cannot fail. */
  execute(txn: TxnRwRegisterRequest["txn"], now: number): Executed {
    const executed = execute(this.store, txn);
    if (executed.counter !== undefined && this.#neighbours.size > 0) this.#sendSoon(now);
    return executed;
  }

  /**
   * Takes a message of another node.
   * @returns false if there is no node of that name, in which case nothing was done
   */
  receive(src: string, message: Replication, now: number): boolean {
    if (!this.#neighbours.has(src) && !this.#strangers.has(src)) return false;
    const exchange = this.#exchangeWith(src);
    if (message.ask || exchange.isAsked) exchange.standsInUntil = now + 2 * this.#options.patience;
    exchange.isAsked = false;
    if (message.ask || !this.#take(src, exchange, message, now)) exchange.inbox.oweAnswer();
    this.#standIns.want(message.silent ?? []);
    if (exchange.inbox.owesAnswer || this.#hasNews(now)) this.#sendSoon(now);
    // The other one may have just begun its life, and its clients wait for what it knew in an earlier one.
    if (message.hello !== undefined) this.hasten(now);
    return true;
  }

  /** Returns false if the message has to be taken for lost, because it is of other lives or does not say clearly of which. */
  #take(src: string, exchange: Exchange, message: Replication, now: number): boolean {
    const recognised = exchange.acquaintance.recognise(message);
    if (recognised === "reborn" || recognised === "reborn stranger") {
      exchange.inbox = new Inbox();
      exchange.outbox = new Outbox(this.store, this.#limits);
      exchange.settledBy = undefined;
    }
    if (recognised === "stranger" || recognised === "reborn stranger") return false;
    const decoded = decode(message, this.origins);
    if ("unclear" in decoded) {
      exchange.unclear = new Set([...exchange.unclear, ...decoded.unclear]);
      return false;
    }
    const { known, part } = decoded.content;
    // It could not tell whom a message meant; now that this node has heard of all lives, it names them.
    if (message.known.some(([, counter]) => counter === 0)) exchange.outbox.again(now);
    const tookMs = exchange.outbox.learn(known, message.heard, message.echo ?? null, now);
    if (tookMs !== undefined) this.#pace.note(src, tookMs, now);
    if (part !== undefined && !message.young) exchange.settledBy ??= part.end;
    const whole = part === undefined ? undefined : exchange.inbox.take(part, known);
    if (whole !== undefined) {
      this.store.merge(whole.versions, whole.known);
      const waiting = this.#settling.note(exchange, this.#exchanges.values());
      if (waiting.length > 0) {
        this.store.touch();
        for (const { outbox } of waiting) outbox.announce();
        this.#sendAt = now;
      }
    }
    return true;
  }

  /** What there is to say now. */
  wake(now: number): readonly Outgoing[] {
    this.#sendAt = Number.POSITIVE_INFINITY;
    this.#pace.forget(now);
    const outgoing: Outgoing[] = [];
    for (const [dest, exchange] of this.#exchanges) {
      const parts = this.#partsFor(exchange, now);
      if (parts.length === 0 && !exchange.inbox.owesAnswer) continue;
      const messages =
        parts.length === 0 ? [this.#message(exchange)] : parts.map((part) => this.#message(exchange, part));
      outgoing.push(...messages.map((message) => ({ dest, message })));
      exchange.inbox.answered();
      exchange.unclear = new Set();
    }
    for (const { dest, ...rest } of this.#standIns.questions(this.#silentNeighbours(now), now)) {
      const exchange = this.#exchangeWith(dest);
      exchange.isAsked = true;
      outgoing.push({ dest, message: { ...this.#message(exchange), ask: true, ...rest } });
    }
    return outgoing;
  }

  #exchangeWith(id: string): Exchange {
    const present = this.#exchanges.get(id);
    if (present !== undefined) return present;
    const exchange: Exchange = {
      acquaintance: new Acquaintance(this.life),
      inbox: new Inbox(),
      outbox: new Outbox(this.store, this.#limits),
      isNeighbour: this.#neighbours.has(id),
      settledBy: undefined,
      isSettled: false,
      standsInUntil: Number.NEGATIVE_INFINITY,
      isAsked: false,
      unclear: new Set(),
    };
    this.#exchanges.set(id, exchange);
    return exchange;
  }

  #partsFor(exchange: Exchange, now: number): readonly Part[] {
    if (isActive(exchange, now)) return exchange.outbox.parts(now);
    exchange.outbox.rest();
    return [];
  }

  #message(exchange: Exchange, part?: Part): Replication {
    const { acquaintance, inbox, outbox, isNeighbour, unclear } = exchange;
    // A neighbour has sent what it knows, and counts on this node having it. One that stands in may have it from anywhere.
    const known = outbox.knownDelta(!isNeighbour);
    const hasHeardOf = (slot: number): boolean => outbox.hasHeardOf(slot);
    return {
      ...acquaintance.between,
      ...encode(part === undefined ? { known } : { known, part }, this.origins, hasHeardOf, unclear),
      heard: inbox.heard,
      ...(inbox.echo === null ? {} : { echo: inbox.echo }),
      ...(this.#settling.isYoungTo(exchange) ? { young: true } : {}),
    };
  }

  #silentNeighbours(now: number): ReadonlySet<string> {
    const silent = new Set<string>();
    for (const [id, { isNeighbour, outbox }] of this.#exchanges) {
      if (isNeighbour && this.#silentAt(id, outbox) <= now) silent.add(id);
    }
    return silent;
  }

  /**
   * From when on a neighbour is silent, unless it answers before. With a long interval, or where all are slow, an answer takes
   * longer than patience.
   */
  #silentAt(id: string, { unansweredSince }: Outbox): number {
    const usualMs = Math.max(this.#limits.answerWithinMs, 2 * this.#pace.ofOthersThan(id));
    // The clients of a life that has just begun wait for what the last one knew, but not for long; and a hello is answered at once.
    const patience = this.isCaughtUp ? this.#options.patience : 0;
    return unansweredSince + Math.max(patience, usualMs);
  }

  #hasNews(now: number): boolean {
    for (const exchange of this.#exchanges.values()) {
      if (isActive(exchange, now) && exchange.outbox.hasNews) return true;
    }
    return false;
  }

  #sendSoon(now: number): void {
    this.#sendAt = Math.min(this.#sendAt, now + this.#options.interval);
  }
}
