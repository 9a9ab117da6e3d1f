/**
 * The strategy `gossip`: a `Replica` bound to a node's messages and timers.
 *
 * - A node that has something to say says it when it is time (`rhythm.ts`), with all that has come up until then, in one message
 *   to each peer that lacks it. A node that has nothing to say is silent.
 * - A peer that makes no progress is asked, ever more rarely (`patience.ts`), until it does: this mends losses, and finds out
 *   when a partition has healed.
 * - In a mesh, what a peer that does not answer has sent and promised comes through others (`word.ts`), which are asked in turn.
 * - Who is asked answers at once, so a node that was away catches up as fast as it takes pages in.
 */
import { type Json, type KafkaEntry, type Node, RpcError, type Timer } from "@gossip-glomers/protocol";
import type { Eventual, SharedLog } from "../shared-log.ts";
import { Anteroom } from "./anteroom.ts";
import { type Batch, type BatchOptions, batch } from "./batch.ts";
import { Copies } from "./copies.ts";
import { JoiningQuestions } from "./joining-questions.ts";
import { type Mouth, mouthsOf } from "./mouth.ts";
import type { Peer } from "./peer.ts";
import { Replica } from "./replica.ts";

export interface GossipOptions {
  /** How long a node collects what it has to say, in milliseconds. */
  readonly batchInterval: number;
  /** How many events one message carries. */
  readonly batchLimit: number;
  /** How many nodes all speak to each other; more form a tree. */
  readonly meshUpTo: number;
  /** How many entries of one log a poll returns. */
  readonly pollLimit: number;
  /** How many other nodes must have a message or a commit before it is acknowledged; all of them if there are fewer. */
  readonly acks: number;
}

/**
 * How long the first requests of a life wait for the peers to say what this node knew before it crashed. Nobody can tell
 * a first start from a restart, and a partition may be on, so they do not wait for longer.
 */
const joinWithinMs = 500;

export class GossipLog implements SharedLog {
  readonly #node: Node;
  readonly #options: GossipOptions;
  #replica: Replica | undefined;
  /** Whether it has begun to join, or has joined. */
  #hasBegun = false;
  readonly #anteroom: Anteroom;
  #joinTimer: Timer | undefined;
  readonly #questions: JoiningQuestions;
  #mouths: readonly Mouth[] = [];
  #repairDue = Number.POSITIVE_INFINITY;
  readonly #copies: Copies;

  constructor(node: Node, options: GossipOptions) {
    this.#node = node;
    this.#options = options;
    this.#copies = new Copies(node, options.acks);
    this.#anteroom = new Anteroom(node);
    const question = { ask: true, relay: true };
    this.#questions = new JoiningQuestions(node, (replica, peer) => this.#tell(replica, peer, question));
    node.onInit(() => {
      const life = Math.floor(node.runtime.random() * 2 ** 53).toString(36);
      const { batchLimit, batchInterval, meshUpTo } = options;
      // An answer takes up to an interval at either end, and the way there and back.
      const patienceMs = Math.max(200, 4 * batchInterval);
      const { id, nodeIds } = node;
      // It would give all messages of a log the offset −1, at which nobody looks.
      if (!nodeIds.includes(id))
        throw RpcError.malformedRequest(`init: node_ids must contain node_id, which is ${id}`);
      const replica = new Replica({ id, nodeIds, life, meshUpTo, batchLimit, patienceMs });
      this.#replica = replica;
      this.#mouths = mouthsOf(replica, node, batchInterval, (peers) => this.#speak(replica, peers));
    });
    node.on(batch, (message, { src }) => this.#receive(src, message));
  }

  send(key: string, msg: Json): Eventual<number> {
    const cameAt = this.#node.runtime.now();
    return this.#onceJoined((replica) => {
      const { offset, number } = replica.send(key, msg);
      this.#arrange(replica);
      return this.#copies.wanted === 0 ? offset : this.#copies.of(number, cameAt).then(() => offset);
    });
  }

  poll(positions: ReadonlyMap<string, number>): Eventual<ReadonlyMap<string, readonly KafkaEntry[]>> {
    return this.#onceJoined((replica) => {
      const found = new Map<string, readonly KafkaEntry[]>();
      for (const [key, from] of positions) {
        const entries = replica.read(key, from, this.#options.pollLimit);
        if (entries.length > 0)
          found.set(
            key,
            entries.map(({ offset, msg }): KafkaEntry => [offset, msg]),
          );
      }
      return found;
    });
  }

  commit(offsets: ReadonlyMap<string, number>): Eventual<void> {
    const cameAt = this.#node.runtime.now();
    return this.#onceJoined((replica) => {
      let last = 0;
      for (const [key, offset] of offsets) last = replica.commit(key, offset);
      this.#arrange(replica);
      // Also if nothing has changed: who has committed the same a moment ago may be waiting still.
      if (replica.copies(last) >= this.#copies.wanted) return undefined;
      const copied = this.#copies.of(last, cameAt);
      replica.keepFor(this.#copies.lowest);
      return copied;
    });
  }

  committed(keys: readonly string[]): Eventual<ReadonlyMap<string, number>> {
    return this.#onceJoined((replica) => {
      const found = new Map<string, number>();
      for (const key of keys) {
        const offset = replica.committed(key);
        if (offset !== undefined) found.set(key, offset);
      }
      return found;
    });
  }

  /**
   * Works when the peers have told this node what it may have known in an earlier life.
   *
   * Not in init: Maelstrom never again listens to a node that speaks to one that has not been started yet. Once a client
   * asks, all have been.
   */
  #onceJoined<T>(work: (replica: Replica) => Eventual<T>): Eventual<T> {
    const replica = this.#replica;
    if (replica === undefined) throw new Error("GossipLog: used before init; wait for it");
    this.#join(replica);
    if (replica.joining.isOver) return work(replica);
    return this.#anteroom.wait().then(() => work(replica));
  }

  /** Begins to join, unless it has. */
  #join(replica: Replica): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    if (replica.joining.isCaughtUp) {
      this.#endJoining(replica);
      return;
    }
    this.#waitOn(replica);
    this.#questions.begin(replica);
    for (const peer of replica.peers.values()) replica.review(peer, this.#node.runtime.now());
    this.#arrange(replica);
  }

  #endJoining(replica: Replica): void {
    if (replica.joining.isOver) return;
    this.#joinTimer?.cancel();
    replica.joining.end();
    // Others may have waited for this node to know that it is whole.
    this.#arrange(replica);
    this.#anteroom.open();
  }

  #waitOn(replica: Replica): void {
    this.#joinTimer?.cancel();
    this.#joinTimer = this.#node.after(joinWithinMs, () => this.#endJoining(replica));
  }

  #receive(src: string, message: Batch): void {
    const replica = this.#replica;
    const peer = replica?.peers.get(src);
    if (replica === undefined || peer === undefined) return;
    const late = replica.receive(peer, message);
    for (const entry of late) {
      this.#node.log.error(
        `Offset ${entry.offset} of ${replica.nameOf(entry)} was given out twice, or came after higher ones had been read: a node has restarted without its peers.`,
      );
    }
    // Before it has joined it promises nothing, and others need its word though no client ever asks it for anything. Now that
    // one has spoken, all have been started.
    if (!replica.joining.isOver) {
      this.#join(replica);
      this.#questions.noteHeard(peer);
      // As long as pages come it is not a peer out of reach that keeps this node waiting.
      if (message.more && peer.owesUs) this.#waitOn(replica);
    }
    if (message.ask) this.#tell(replica, peer, { answer: true, relay: true });
    else if (message.more && peer.owesUs) this.#tell(replica, peer, {});
    // It may have brought the word of others, too, which then need not be asked for it.
    const heard = message.words === undefined ? [peer] : replica.peers.values();
    for (const each of heard) replica.review(each, this.#node.runtime.now());
    this.#copies.settle(replica);
    replica.keepFor(this.#copies.lowest);
    if (!replica.joining.isOver && replica.joining.isCaughtUp) this.#endJoining(replica);
    this.#arrange(replica, peer);
  }

  /**
   * Sees to it that what is to be said is said, and what is missing is asked for, when it is time.
   * @param heard the peer that has just spoken
   */
  #arrange(replica: Replica, heard?: Peer): void {
    for (const mouth of this.#mouths) mouth.arrange(heard);
    let due = Number.POSITIVE_INFINITY;
    for (const { patience } of replica.peers.values())
      due = Math.min(due, patience.askAt ?? Number.POSITIVE_INFINITY);
    if (due >= this.#repairDue) return;
    this.#repairDue = due;
    // While one was asked, late, another may have become due: no timer takes less than nothing.
    this.#node.after(Math.max(0, due - this.#node.runtime.now()), () => this.#repair(replica, due));
  }

  #speak(replica: Replica, peers: readonly Peer[]): void {
    const now = this.#node.runtime.now();
    for (const peer of peers) {
      if (replica.newsFor(peer) !== undefined) this.#tell(replica, peer, {});
      replica.review(peer, now);
    }
    this.#arrange(replica);
  }

  #repair(replica: Replica, due: number): void {
    // Another repair has been found to be due before this one since.
    if (due !== this.#repairDue) return;
    this.#repairDue = Number.POSITIVE_INFINITY;
    const now = this.#node.runtime.now();
    for (const peer of replica.peers.values()) {
      // Compared with `due`, not with `now`: a clock that is rounded may say that it is not quite time yet, for ever.
      if ((peer.patience.askAt ?? Number.POSITIVE_INFINITY) > due) continue;
      // In a mesh, what others wrote is theirs to send; only if they do not manage to is it passed on.
      const relay = peer.patience.questions > 0;
      const other = relay ? this.#standInFor(replica, peer) : undefined;
      peer.asked(now);
      this.#tell(replica, peer, { ask: true, relay });
      if (other !== undefined) this.#tell(replica, other, { ask: true });
    }
    this.#arrange(replica);
  }

  /** Who is asked, too, what a peer has promised that does not answer: in a mesh each of those in turn who do. */
  #standInFor(replica: Replica, peer: Peer): Peer | undefined {
    if (replica.isTree || replica.isPromisedBy(peer)) return undefined;
    const others = [...replica.peers.values()].filter(
      (other) => other !== peer && !other.patience.isUnanswered,
    );
    return others[peer.patience.questions % others.length];
  }

  #tell(replica: Replica, peer: Peer, options: BatchOptions): void {
    this.#node.send(peer.id, batch, replica.batchFor(peer, options));
  }
}
