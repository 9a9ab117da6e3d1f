/**
 * The strategy `lin-kv`: logs and committed offsets are in the service lin-kv, and nodes keep nothing that they could lose.
 *
 * Read `segment.ts` first (how a log lies there), then `appender.ts`. Every poll reads the store, so it sees every send that was
 * acknowledged before it, on whichever node: the log is linearizable. It costs two messages for each log that is polled.
 */

import { Deadline, type LinKv, linKv } from "@gossip-glomers/kv-client";
import {
  BatchRoom,
  isRpcError,
  type Json,
  type KafkaEntry,
  type Node,
  RpcError,
} from "@gossip-glomers/protocol";
import type { SharedLog } from "../shared-log.ts";
import { Appender } from "./appender.ts";
import { raiseCommitted, readCommitted } from "./committed-offset.ts";
import { inParallel } from "./in-parallel.ts";
import { Recent } from "./recent.ts";
import { isHole, segmentKey, segmentOf, segmentSize, slotsOf } from "./segment.ts";

export interface LinKvOptions {
  /** How many entries of one log a poll returns. */
  readonly pollLimit: number;
}

/** How long a poll goes on to further segments, in milliseconds: where lin-kv is slow, few entries are better than none in time. */
const readsOnForMs = 1_000;

export class LinKvLog implements SharedLog {
  readonly #node: Node;
  readonly #kv: LinKv;
  readonly #pollLimit: number;
  readonly #appenders: Recent<Appender>;
  /** What a committed offset is known to have reached: lower commits need not be sent. */
  readonly #committed: Recent<number>;
  /** Tells this life's sends from those of other lives and nodes. */
  #life = "";
  #sends = 0;

  constructor(node: Node, { pollLimit }: LinKvOptions) {
    this.#node = node;
    this.#kv = linKv(node);
    this.#pollLimit = pollLimit;
    this.#appenders = new Recent(node.runtime);
    this.#committed = new Recent(node.runtime);
    node.onInit(() => {
      this.#life = `${node.id}/${Math.floor(node.runtime.random() * 2 ** 53).toString(36)}`;
    });
  }

  send(key: string, msg: Json): Promise<number> {
    let appender = this.#appenders.get(key);
    if (appender === undefined) {
      appender = new Appender(this.#node, this.#kv, key);
      this.#appenders.set(key, appender);
    }
    this.#sends += 1;
    return appender.append(msg, `${this.#life}/${this.#sends}`);
  }

  async poll(positions: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, readonly KafkaEntry[]>> {
    const until = this.#node.runtime.now() + readsOnForMs;
    const deadline = new Deadline(this.#node.runtime);
    const found = await inParallel(
      positions,
      async ([key, from]) => [key, await this.#read(key, Math.max(0, from), until, deadline)] as const,
    ).catch(nothingDone);
    return new Map(found.filter(([, entries]) => entries.length > 0));
  }

  async commit(offsets: ReadonlyMap<string, number>): Promise<void> {
    const deadline = new Deadline(this.#node.runtime);
    try {
      await inParallel(offsets, async ([key, offset]) => {
        if (offset <= (this.#committed.get(key) ?? -1)) return;
        this.#committed.set(key, await raiseCommitted(this.#node, this.#kv, key, offset, deadline));
      });
    } catch (error) {
      // Others may have been committed, or may be yet.
      throw isRpcError(error) && error.definite && offsets.size > 1 ? RpcError.timeout(error.message) : error;
    }
  }

  async committed(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const deadline = new Deadline(this.#node.runtime);
    const found = new Map<string, number>();
    await inParallel(keys, async (key) => {
      const offset = await readCommitted(this.#kv, key, deadline);
      if (offset !== undefined) found.set(key, offset);
    }).catch(nothingDone);
    return found;
  }

  async #read(key: string, from: number, until: number, deadline: Deadline): Promise<readonly KafkaEntry[]> {
    const entries: KafkaEntry[] = [];
    const room = new BatchRoom(this.#pollLimit);
    for (let segment = segmentOf(from); room.values > 0; segment += 1) {
      const name = segmentKey(key, segment);
      const slots = slotsOf(name, await this.#kv.readOr(name, null, deadline.asOption()));
      for (const [index, slot] of slots.entries()) {
        const offset = segment * segmentSize + index;
        if (offset < from || isHole(slot)) continue;
        const [msg] = slot;
        if (!room.take(msg)) return entries;
        entries.push([offset, msg]);
      }
      if (slots.length < segmentSize || (entries.length > 0 && this.#node.runtime.now() >= until)) break;
    }
    return entries;
  }
}

/** The error of who only wanted to read: that lin-kv did not answer leaves nothing open. */
function nothingDone(error: unknown): never {
  if (isRpcError(error) && !error.definite)
    throw RpcError.temporarilyUnavailable(`nothing was read, ask again: ${error.message}`);
  throw error;
}
