/**
 * How a log lies in a key-value store: in segments, each of them one value, so that no message grows with the history.
 *
 * Segment s of a log holds the offsets from s × 32 on, without gaps, and is only begun when the one before it is full. A
 * slot holds a message and a tag that no other slot has. So a segment's values are all distinct and only get longer.
 *
 * A request carries a segment twice. If its messages are so long that another one would make a line that nobody can write or read,
 * the segment is filled with holes, which are no messages, and the log goes on in the next one.
 */
import { BatchRoom, type Json } from "@gossip-glomers/protocol";

/**
 * Slots of one segment. Not an option: all nodes of all times must agree on where an offset is. More would make each send
 * dearer (a compare-and-set carries the segment twice), fewer each poll from far behind.
 */
export const segmentSize = 32;

/** A message, and who put it there: distinct for each send of any life of any node. */
export type Slot = readonly [msg: Json, tag: string];

/** A slot in which there never will be a message. */
export const hole: Slot = [null, ""];

export function isHole([, tag]: Slot): boolean {
  return tag === "";
}

/** What more a segment can take. */
export function roomBeside(slots: readonly Slot[]): BatchRoom {
  const room = new BatchRoom(segmentSize);
  for (const [msg] of slots) room.take(msg);
  return room;
}

/** The store's key of a segment. The number goes first: it has no slash, so no two logs share a key, whatever theirs are. */
export function segmentKey(key: string, segment: number): string {
  return `kafka/log/${segment}/${key}`;
}

/** The segment that an offset is in. */
export function segmentOf(offset: number): number {
  return Math.floor(offset / segmentSize);
}

/** The slots that a value of the store holds; none if there is no value. */
export function slotsOf(key: string, value: Json): readonly Slot[] {
  if (value === null) return [];
  if (!isList(value)) throw foreign(key);
  return value.map((slot): Slot => {
    if (!isList(slot)) throw foreign(key);
    const [msg, tag] = slot;
    if (msg === undefined || typeof tag !== "string") throw foreign(key);
    return [msg, tag];
  });
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function foreign(key: string): Error {
  return new Error(
    `lin-kv: ${JSON.stringify(key)} is not a segment of a log; keep others from writing to kafka/…`,
  );
}
