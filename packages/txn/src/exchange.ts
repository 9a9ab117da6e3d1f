/** What a node remembers of another one with which it exchanges changes. */
import type { Acquaintance } from "./acquaintance.ts";
import type { Inbox } from "./inbox.ts";
import type { Outbox } from "./outbox.ts";

/** The exchange with one other node. */
export interface Exchange {
  readonly acquaintance: Acquaintance;
  /** Both are for the life of the other node that is believed in. */
  inbox: Inbox;
  outbox: Outbox;
  readonly isNeighbour: boolean;
  /** The first change by which it knew what its other neighbours know, as it said; undefined if it has not said so in this life. */
  settledBy: number | undefined;
  /** Whether that has been merged: so this node has all that was known on that side of it at some moment of its life. */
  isSettled: boolean;
  /** Until when a node that is no neighbour stands in for one, or this node for one of its. */
  standsInUntil: number;
  /** Whether it has been asked to stand in and has not been heard of since. */
  isAsked: boolean;
  /** Nodes, by their places, of which the other one has to be told which lives there are. */
  unclear: ReadonlySet<number>;
}

/** Whether changes are exchanged now: always with a neighbour, and for a while with one that stands in. */
export function isActive({ isNeighbour, standsInUntil }: Exchange, now: number): boolean {
  return isNeighbour || now < standsInUntil;
}
