/**
 * A log for each key, replicated by gossip: everything of the idea but clocks and messages, which `gossip-log.ts` has.
 *
 * Read first `offset.ts` (who may give which offset), `event-stream.ts` (what is exchanged) and `key-log.ts` (what consumers
 * get).
 *
 * When is an entry e of log k stable at node p? When p knows of every node q that
 *
 *   1. q has e or a higher entry of k, and
 *   2. p has everything that q had put into any log when it said so.
 *
 * Then whatever q puts into k later is above e, because q's offsets are above all that q knows (`offset.ts`); what q put
 * there before, p has by 2. So nothing unknown to p will ever come to lie below e, and p may hand out e and all below it.
 * This is the causal stability of Baquero, Almeida and Shoker ("Making Operation-Based CRDTs Operation-Based", 2014),
 * with the promise made about offsets.
 *
 * Invariant: what `read` returns for a key, at whatever node and time, is the same sequence, cut off somewhere.
 */
import type { Json } from "@gossip-glomers/protocol";
import type { Batch, Extent, Section } from "./batch.ts";
import { EventStream, type Numbered } from "./event-stream.ts";
import { type Entry, KeyLog } from "./key-log.ts";
import { nextOffset } from "./offset.ts";
import { Peer } from "./peer.ts";

export interface ReplicaOptions {
  readonly id: string;
  /** All nodes, in the same order on each. */
  readonly nodeIds: readonly string[];
  /** Another one in each life of a node, so that what it said before a crash is not mistaken for what it knows now. */
  readonly life: string;
  /** How many events a batch may carry. */
  readonly batchLimit: number;
  /** How long a peer may lack something without making progress before it is asked, in milliseconds. */
  readonly patienceMs: number;
}

/** What is to be in a batch besides the node's own news. */
export interface BatchOptions {
  readonly ask?: boolean;
  /** Send also what others have written: for a peer which they may not reach, or which has lost its memory. */
  readonly relay?: boolean;
}

export class Replica {
  /** The name of the stream that this node writes. */
  readonly self: string;
  readonly peers: ReadonlyMap<string, Peer>;
  readonly #index: number;
  readonly #nodes: number;
  readonly #batchLimit: number;
  readonly #own = new EventStream();
  readonly #streams = new Map<string, EventStream>();
  readonly #logs = new Map<string, KeyLog>();
  readonly #committed = new Map<string, number>();
  /** Changes when something of another node's stream comes in. */
  #rowVersion = 0;
  /** How many messages of peers have come in; and after which of them each log was last settled. */
  #received = 0;
  readonly #settledAt = new Map<string, number>();
  /** For each peer, whether it has promised to stay above an entry. */
  readonly #others: readonly ((entry: Entry) => boolean)[];

  constructor({ id, nodeIds, life, batchLimit, patienceMs }: ReplicaOptions) {
    this.self = `${id}/${life}`;
    this.peers = new Map(
      nodeIds.filter((other) => other !== id).map((other) => [other, new Peer(other, patienceMs)]),
    );
    this.#others = [...this.peers.values()].map(
      (peer) =>
        ({ stream, number }) =>
          peer.promised(stream) >= number,
    );
    this.#index = nodeIds.indexOf(id);
    this.#nodes = nodeIds.length;
    this.#batchLimit = batchLimit;
    this.#streams.set(this.self, this.#own);
  }

  /** Puts a message into a log. */
  send(key: string, msg: Json): { readonly offset: number; readonly number: number } {
    const offset = nextOffset(this.#log(key).highest, this.#index, this.#nodes);
    const event = { key, offset, msg };
    const number = this.#own.append(event);
    this.#apply(this.self, [number, event]);
    return { offset, number };
  }

  /** Notes that a log has been processed up to `offset`, inclusive; a lower one than is known changes nothing. */
  commit(key: string, offset: number): void {
    if (offset <= (this.#committed.get(key) ?? -1)) return;
    this.#own.append({ key, offset });
    this.#committed.set(key, offset);
  }

  /** The highest offset that is known to be committed. */
  committed(key: string): number | undefined {
    return this.#committed.get(key);
  }

  /** At most `limit` entries from offset `from` on, of those that no node can put anything below any more. */
  read(key: string, from: number, limit: number): readonly Entry[] {
    const log = this.#logs.get(key);
    if (log === undefined) return [];
    // A log becomes more stable by nothing but what peers say; alone, there is nobody to wait for.
    if (this.#settledAt.get(key) !== this.#received || this.peers.size === 0) {
      this.#settledAt.set(key, this.#received);
      log.settle(this.#others);
    }
    return log.read(from, limit);
  }

  /** How many peers are known to have this node's event of that number. */
  copies(number: number): number {
    let copies = 0;
    for (const peer of this.peers.values()) if (peer.has(this.self) >= number) copies += 1;
    return copies;
  }

  /** Whether every peer has spoken in this life of the node, and has nothing that is unknown here. */
  get caughtUp(): boolean {
    for (const peer of this.peers.values()) {
      if (peer.self === undefined) return false;
      for (const [stream, { count }] of this.#streams) if (peer.has(stream) > count) return false;
    }
    return true;
  }

  /**
   * Takes what a peer sent.
   * @returns entries that came to lie where consumers may have read already; none unless a node forgot its promises.
   */
  receive(peer: Peer, message: Batch): readonly Entry[] {
    this.#received += 1;
    const late: Entry[] = [];
    for (const { stream, ...excerpt } of message.sections) {
      // Only this node writes its own stream; what comes back of it is known.
      if (stream === this.self) continue;
      const copy = this.#stream(stream);
      const before = copy.count;
      const fresh = copy.merge(excerpt);
      if (fresh === null) peer.missed();
      else for (const numbered of fresh) late.push(...this.#apply(stream, numbered));
      if (copy.count > before) this.#rowVersion += 1;
    }
    // A stream that others have heard of is one of this node's unknowns, too.
    for (const [stream] of message.row) this.#stream(stream);
    if (!peer.hear(message, this.self)) return late;
    if (this.#knowsWhatPrecedes(message)) peer.promise(message.row);
    if (message.more) peer.missed();
    return late;
  }

  /** Whether `peer` is to be told something soon. */
  hasNewsFor(peer: Peer): boolean {
    return peer.hasNews(this.#own.count, this.#rowVersion);
  }

  /**
   * Notes whether a peer has still to promise something about what is known here. If so it either lacks that or its word
   * has not come through; asking mends both.
   */
  review(peer: Peer, now: number): void {
    let behind = false;
    for (const [stream, { count }] of this.#streams) {
      if (peer.promised(stream) >= count) continue;
      behind = true;
      break;
    }
    peer.setBehind(behind, now);
  }

  /** What `peer` is to be sent now. */
  batchFor(peer: Peer, { ask = false, relay = false }: BatchOptions = {}): Batch {
    const sections: Section[] = [];
    let room = this.#batchLimit;
    let more = false;
    let sent = peer.sent;
    for (const [stream, copy] of this.#streams) {
      const isOwn = copy === this.#own;
      if (!isOwn && !relay) continue;
      const from = isOwn ? peer.sent : peer.has(stream);
      if (from >= copy.count) continue;
      const excerpt = copy.after(from, room);
      if (excerpt.to < copy.count) more = true;
      if (excerpt.to === from) continue;
      room -= excerpt.events.length;
      if (isOwn) sent = excerpt.to;
      sections.push({ stream, ...excerpt });
    }
    const asks = ask || peer.owesUs;
    peer.told(sent, this.#rowVersion, more);
    return {
      self: this.self,
      row: this.#row(),
      sections,
      ...(asks ? { ask: true } : {}),
      ...(more ? { more: true } : {}),
    };
  }

  /** Condition 2 of the head, for the row of a batch. */
  #knowsWhatPrecedes({ self, row }: Batch): boolean {
    const present = new Set([...this.peers.values()].map((peer) => peer.self));
    // A stream that no living node writes has nobody to promise anything about it: what is still unknown of it may lie
    // anywhere, so nothing is promised before it is known.
    return row.every(
      ([stream, count]) =>
        count <= this.#count(stream) || (stream !== self && (present.has(stream) || stream === this.self)),
    );
  }

  #apply(stream: string, [number, event]: Numbered): Entry[] {
    if (event.msg === undefined) {
      this.#committed.set(event.key, Math.max(event.offset, this.#committed.get(event.key) ?? -1));
      return [];
    }
    const entry = { offset: event.offset, msg: event.msg, stream, number };
    return this.#log(event.key).insert(entry) ? [] : [entry];
  }

  #row(): readonly Extent[] {
    return [...this.#streams]
      .map(([stream, { count }]): Extent => [stream, count])
      .filter(([, count]) => count > 0);
  }

  #count(stream: string): number {
    return this.#streams.get(stream)?.count ?? 0;
  }

  #stream(name: string): EventStream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = new EventStream();
      this.#streams.set(name, stream);
    }
    return stream;
  }

  #log(key: string): KeyLog {
    let log = this.#logs.get(key);
    if (log === undefined) {
      log = new KeyLog();
      this.#logs.set(key, log);
    }
    return log;
  }
}
