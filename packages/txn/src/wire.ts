/**
 * The one message between nodes. Read `outbox.ts` for how parts are made and `inbox.ts` for how they are put together.
 */
import { type Definition, type Json, message } from "@gossip-glomers/protocol";
import { identityOf } from "./key-identity.ts";
import { nothingKnown, type Version, type VersionVector } from "./version.ts";

/** A version as it travels; the node that wrote it is its place in the list of nodes. */
export type WireVersion = readonly [key: Json, value: Json, counter: number, origin: number];

/** An entry of a version vector: a node, as its place in the list of nodes, and the counter of its last known transaction. */
export type WireEntry = readonly [origin: number, counter: number];

/** What changed at the sender between two of its changes, as far as the receiver is not known to have it. */
export interface Part {
  /** The number of the sender's change after which this part begins. */
  readonly after: number;
  /** The number of the last change that it covers. */
  readonly upTo: number;
  /** The number of the sender's latest change when it made this part: the part is whole only with all up to there. */
  readonly end: number;
  readonly versions: readonly WireVersion[];
  /** When it was sent, by the sender's clock in whole milliseconds; the answer repeats it. */
  readonly sentAt: number;
}

export interface Replication {
  /** The transactions that the sender knows, as far as the receiver may lack them: the entries of a version vector. */
  readonly known: readonly WireEntry[];
  /** The number of the receiver's change up to which the sender has heard without a gap. */
  readonly heard: number;
  /** `sentAt` of the part that the sender got last from the receiver; null if none came since it said so last. */
  readonly echo: number | null;
  readonly part?: Part;
  /** Asks the receiver to stand in for a neighbour that does not answer: to exchange changes for a while. */
  readonly ask?: true;
}

export const replicate: Definition<Replication, Record<string, never>> = message<Replication>("replicate");

export function toWire({ key, value, counter, origin }: Version): WireVersion {
  return [key, value, counter, origin];
}

export function fromWire([key, value, counter, origin]: WireVersion): Version {
  return { key, identity: identityOf(key), value, counter, origin };
}

// Loops, as both are done for each message, on vectors as long as there are nodes.
export function entriesOf(vector: VersionVector): readonly WireEntry[] {
  const entries: WireEntry[] = [];
  for (const [origin, counter] of vector.entries()) if (counter > 0) entries.push([origin, counter]);
  return entries;
}

/** The vector that has these entries, and 0 for all other ones of `nodes` nodes. */
export function vectorOf(entries: readonly WireEntry[], nodes: number): VersionVector {
  const vector = [...nothingKnown(nodes)];
  for (const [origin, counter] of entries) if (origin < nodes) vector[origin] = counter;
  return vector;
}
