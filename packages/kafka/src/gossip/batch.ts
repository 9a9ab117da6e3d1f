/** The one message that nodes send each other: what the receiver may lack, what the sender has, and what all behind it have. */
import { type Definition, message } from "@gossip-glomers/protocol";
import type { Excerpt } from "./event-stream.ts";
import type { Word } from "./word.ts";

/** How much of a stream a node has: its first `count` events. */
export type Extent = readonly [stream: string, count: number];

/** Part of a stream. */
export interface Section extends Excerpt {
  readonly stream: string;
}

/** A batch that asked: the stream of its sender and its version. */
export type Question = readonly [stream: string, version: number];

export interface Batch {
  /** The stream that the sender writes in its present life. */
  readonly self: string;
  /** Extents are as they are at this version, and only those that have changed since version `base`. */
  readonly version: number;
  readonly base: number;
  /** The version of the receiver up to which the sender has taken everything as promised. */
  readonly heard: number;
  /** What the sender has, its own stream included. */
  readonly row: readonly Extent[];
  /** What all nodes have that the sender speaks for; missing if that is only itself, whose row says it. */
  readonly least?: readonly Extent[];
  readonly sections: readonly Section[];
  /** In a mesh, what others have promised the sender: for a peer that may not reach them. */
  readonly words?: readonly Word[];
  /** The sender wants a batch at once, with all that its row lacks. */
  readonly ask?: true;
  /** Which question this answers, so that nobody who has crashed takes old news for an answer, or the dead for the living. */
  readonly answers?: Question;
  /** There was more than fits in one message: ask for it. */
  readonly more?: true;
  /** The sender, or a node that it speaks for, may still learn what it knew in an earlier life. */
  readonly joining?: true;
}

export const batch: Definition<Batch, Record<string, never>> = message("gossip");

/** What is to be in a batch besides the node's own news. */
export interface BatchOptions {
  readonly ask?: boolean;
  /** The peer has asked for it. */
  readonly answer?: boolean;
  /**
   * In a mesh, send also what others have written and promised: for a peer which they may not reach, or which has lost its
   * memory.
   */
  readonly relay?: boolean;
}
