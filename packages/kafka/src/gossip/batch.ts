/** The one message that nodes send each other: what the receiver may lack, and what the sender has. */
import { type Definition, message } from "@gossip-glomers/protocol";
import type { Excerpt } from "./event-stream.ts";

/** How much of a stream a node has: its first `count` events. */
export type Extent = readonly [stream: string, count: number];

/** Part of a stream. */
export interface Section extends Excerpt {
  readonly stream: string;
}

export interface Batch {
  /** The stream that the sender writes in its present life. */
  readonly self: string;
  /** All that the sender has, its own stream included. Its length grows with the nodes, not with the history. */
  readonly row: readonly Extent[];
  readonly sections: readonly Section[];
  /** The sender wants a batch at once, with all that its row lacks. */
  readonly ask?: true;
  /** There was more than fits in one message: ask for it. */
  readonly more?: true;
}

export const batch: Definition<Batch, Record<string, never>> = message("gossip");
