/**
 * A log for each key, replicated by gossip: everything of the idea but clocks and messages, which `gossip-log.ts` has.
 *
 * Read first `offset.ts` (who may give which offset), `event-stream.ts` (what is exchanged), `key-log.ts` (what consumers
 * get) and `overlay.ts` (who speaks to whom).
 *
 * When is an entry e of log k stable at node p? When for each peer x there is an entry of k, e or a higher one, such that p
 * knows of every node q that x speaks for:
 *
 *   1. q has that entry, and
 *   2. p has everything that q had put into any log when that was so.
 *
 * Then whatever q puts into k later is above e, because q's offsets are above all that q knows (`offset.ts`); what q put
 * there before, p has by 2. So nothing unknown to p will ever come to lie below e, and p may hand out e and all below it.
 * This is the causal stability of Baquero, Almeida and Shoker ("Making Operation-Based CRDTs Operation-Based", 2014),
 * with the promise made about offsets.
 *
 * How does p know? In a mesh each node speaks for itself: its row says what it has, and p takes it, from whoever brings it
 * (`word.ts`), once it knows all that the row counts of that node's own stream. In a tree x speaks for all behind it, and says the
 * minimum of its own row and of what those behind it have promised it: an aggregate by convergecast, as of Segall's "Distributed
 * Network Protocols" (1983), but without rounds. p takes it once it knows all that x's *row* counts. By 2, applied to x, that row covers
 * what any q behind x had put into a log when x took its word; so 2 holds for p as well, and so on along the tree.
 *
 * A node that has crashed promises nothing any more until it speaks again and has joined (`joining.ts`), and so does everybody
 * that speaks for it: their minimum sinks, is told as any other change, and is taken at once.
 *
 * Invariant: what `read` returns for a key, at whatever node and time, is the same sequence, cut off somewhere.
 */
import type { Json } from "@gossip-glomers/protocol";
import type { Batch, BatchOptions } from "./batch.ts";
import { combine } from "./convergecast.ts";
import type { Event } from "./event-stream.ts";
import { extentsOf, readBatch } from "./heard.ts";
import { Joining } from "./joining.ts";
import type { Entry } from "./key-log.ts";
import { KeyLogs } from "./key-logs.ts";
import { nextOffset } from "./offset.ts";
import { overlayOf } from "./overlay.ts";
import { Peer } from "./peer.ts";
import { knowsWhatPrecedes } from "./precedence.ts";
import { review } from "./review.ts";
import { own, Streams } from "./streams.ts";
import { VersionedVector } from "./versioned-vector.ts";
import { takeWords, wordsFor } from "./word.ts";

export interface ReplicaOptions {
  readonly id: string;
  /** All nodes, in the same order on each. */
  readonly nodeIds: readonly string[];
  /** Another one in each life of a node, so that what it said before a crash is not mistaken for what it knows now. */
  readonly life: string;
  /** How many nodes all speak to each other; more form a tree. */
  readonly meshUpTo: number;
  /** How many events a batch may carry. */
  readonly batchLimit: number;
  /** How long a peer may lack something without making progress before it is asked, in milliseconds. */
  readonly patienceMs: number;
}

/** What a peer is to be told: that more is promised than it knows of, or only events that it lacks. */
export type News = "promise" | "events";

export class Replica {
  /** The name of the stream that this node writes. */
  readonly self: string;
  readonly isTree: boolean;
  readonly peers: ReadonlyMap<string, Peer>;
  readonly joining: Joining;
  readonly #index: number;
  readonly #nodes: number;
  readonly #batchLimit: number;
  readonly #streams: Streams;
  /** The version of what changes now; the next batch says it. */
  #version = 1;
  readonly #logs = new KeyLogs();
  /** How many messages of peers have come in. */
  #received = 0;
  /** Whether it speaks for nobody else, so that what it promises is its row. */
  readonly #isAlone: boolean;
  readonly #branches: readonly Peer[];
  /** For each peer, whether all that it speaks for have promised to stay above an entry. */
  readonly #others: readonly ((entry: Entry) => boolean)[];

  constructor({ id, nodeIds, life, meshUpTo, batchLimit, patienceMs }: ReplicaOptions) {
    this.self = `${id}/${life}`;
    this.#streams = new Streams(this.self);
    const { isTree, neighbours } = overlayOf(nodeIds, id, meshUpTo);
    this.isTree = isTree;
    this.#isAlone = !isTree || neighbours.length === 1;
    this.peers = new Map(
      neighbours.map((neighbour) => [
        neighbour.id,
        new Peer(neighbour, patienceMs, this.#isAlone ? this.#streams.row : new VersionedVector()),
      ]),
    );
    this.#branches = [...this.peers.values()];
    this.joining = new Joining(this.#branches, isTree);
    this.#others = this.#branches.map(
      (peer) =>
        ({ stream, number }) =>
          peer.promised(stream) >= number,
    );
    this.#index = nodeIds.indexOf(id);
    this.#nodes = nodeIds.length;
    this.#batchLimit = batchLimit;
  }

  /** Puts a message into a log. */
  send(key: string, msg: Json): { readonly offset: number; readonly number: number } {
    const offset = nextOffset(this.#logs.highest(key), this.#index, this.#nodes);
    const event = { key, offset, msg };
    return { offset, number: this.#append(event) };
  }

  /** Notes that a log has been processed up to `offset`, unless more is known; returns the number of this node's last event. */
  commit(key: string, offset: number): number {
    if (offset <= (this.committed(key) ?? -1)) return this.#streams.row.at(own);
    return this.#append({ key, offset });
  }

  /** The highest offset that is known to be committed. */
  committed(key: string): number | undefined {
    return this.#logs.committed(key);
  }

  /** At most `limit` entries from offset `from` on, of those that no node can put anything below any more. */
  read(key: string, from: number, limit: number): readonly Entry[] {
    return this.#logs.read(key, from, limit, this.#others, this.#received);
  }

  /**
   * How many other nodes are known to have this node's event of that number. Of those that a peer speaks for it is known only
   * when all of them have.
   */
  copies(number: number): number {
    let copies = 0;
    for (const peer of this.peers.values()) {
      if (peer.promised(own) >= number) copies += peer.speaksFor;
      else if (peer.has(own) >= number) copies += 1;
    }
    return copies;
  }

  /** Says what is the lowest number of this node's events that anybody waits for copies of. */
  keepFor(awaited: number): void {
    this.#streams.keepFor(awaited);
  }

  /** The name of the stream that an entry is of. */
  nameOf({ stream }: Entry): string {
    return this.#streams.names.nameOf(stream);
  }

  /**
   * Takes what a peer sent.
   * @returns entries that came to lie where consumers may have read already; none unless a node forgot its promises.
   */
  receive(peer: Peer, message: Batch): readonly Entry[] {
    this.#received += 1;
    const late: Entry[] = [];
    let hasGrown = false;
    const heard = readBatch(message, this.#streams.names, this.self);
    if (message.ask) peer.question = [message.self, message.version];
    // A late word of a life that is over: the life after it has asked, and does not know what this would add.
    if (peer.isOfFormerLife(heard)) {
      peer.missed();
      return late;
    }
    for (const section of message.sections) {
      const merged = this.#streams.merge(section, this.#version);
      if (merged === undefined) continue;
      if (merged.fresh === null) peer.missed();
      else late.push(...this.#logs.apply(merged.stream, merged.fresh));
      if (merged.hasGrown) {
        hasGrown = true;
        this.#combine(merged.stream);
      }
    }
    const { isReborn } = peer.hear(heard, this.#version - 1);
    const isComplete = knowsWhatPrecedes(peer, heard, this.#branches, this.#streams.row);
    const changed = peer.promise(heard, isComplete);
    if (isReborn) for (let stream = 0; stream < this.#streams.names.count; stream += 1) this.#combine(stream);
    else for (const stream of changed) this.#combine(stream);
    takeWords(message.words ?? [], this.#branches, this.#streams, this.#version - 1);
    // A page that brings nothing is a copy of one that has been answered: to ask again would be a second conversation about
    // the same pages, for ever.
    if (message.more && hasGrown) {
      peer.missed();
      peer.stalls.restart();
    }
    this.joining.note(this.#streams.row);
    return late;
  }

  /** What `peer` is to be told soon. One that does not answer is only asked, ever more rarely. */
  newsFor(peer: Peer): News | undefined {
    if (peer.patience.isUnanswered) return undefined;
    if (peer.owesUs || (peer.toldJoining && !this.joining.isUnderWayFor(peer))) return "promise";
    if (peer.isPaging) return undefined;
    if (peer.lacksPromise) return "promise";
    return this.#streams.hasUnsent(peer, !this.isTree) ? "events" : undefined;
  }

  /** Whether a peer has promised to stay above all that is known here. */
  isPromisedBy(peer: Peer): boolean {
    return this.#streams.isPromised(peer);
  }

  /** Notes what a peer is waited for, and since when it has come no nearer to that. */
  review(peer: Peer, now: number): void {
    review(peer, this.#streams, this.isTree, now);
  }

  /** What `peer` is to be sent now. */
  batchFor(peer: Peer, { ask = false, answer = false, relay = false }: BatchOptions = {}): Batch {
    const { sections, more } = this.#streams.sectionsFor(peer, !relay && !this.isTree, this.#batchLimit);
    const asks = ask || peer.owesUs;
    const joining = this.joining.isUnderWayFor(peer);
    const version = this.#version;
    // What changes from now on is not in this batch.
    this.#version += 1;
    const base = peer.confirmed;
    const words = relay && !this.isTree ? wordsFor(peer, this.#branches, this.#streams) : [];
    peer.told(version, more, joining);
    return {
      self: this.self,
      version,
      base,
      heard: peer.accepted,
      row: extentsOf(this.#streams.row.since(base), this.#streams.names),
      ...(peer.least === this.#streams.row
        ? {}
        : { least: extentsOf(peer.least.since(base), this.#streams.names) }),
      sections,
      ...(words.length > 0 ? { words } : {}),
      ...(asks ? { ask: true } : {}),
      ...(answer && peer.question !== undefined ? { answers: peer.question } : {}),
      ...(more ? { more: true } : {}),
      ...(joining ? { joining: true } : {}),
    };
  }

  #append(event: Event): number {
    const number = this.#streams.append(event, this.#version);
    this.#combine(own);
    this.#logs.apply(own, [[number, event]]);
    return number;
  }

  #combine(stream: number): void {
    if (!this.#isAlone) combine(this.#branches, stream, this.#streams.row.at(stream), this.#version);
  }
}
