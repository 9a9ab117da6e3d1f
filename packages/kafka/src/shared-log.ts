/** What a strategy offers: logs by key that several nodes share, and how far consumers have processed each. */
import type { Json, KafkaEntry } from "@gossip-glomers/protocol";

/** A result, or a promise of it where the strategy has to ask somebody first. */
export type Eventual<T> = T | Promise<T>;

export interface SharedLog {
  /** Appends a message to the log of `key`; returns its offset. */
  send(key: string, msg: Json): Eventual<number>;
  /** Entries by key from the given positions on, a bounded number of each log; keys without any are left out. */
  poll(positions: ReadonlyMap<string, number>): Eventual<ReadonlyMap<string, readonly KafkaEntry[]>>;
  /** Notes that logs have been processed up to these offsets, inclusive. Going back is no error and changes nothing. */
  commit(offsets: ReadonlyMap<string, number>): Eventual<void>;
  /** The highest offsets committed; keys without any are left out. */
  committed(keys: readonly string[]): Eventual<ReadonlyMap<string, number>>;
}
