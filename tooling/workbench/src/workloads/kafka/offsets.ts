/** What completed sends and polls say of offsets, and how far readers are behind. */
import { type Datum, isVector, type Operation } from "@gossip-glomers/history";

/** An integer; nodes in other languages may well use some that a number cannot hold. */
export type Offset = number | bigint;

/** By key, an offset. */
export type Offsets = ReadonlyMap<string, Offset>;

const none: Offsets = new Map();

/**
 * By key, the highest offset that a send was acknowledged with, `[[:send K [O M]]]`.
 * Empty for every other operation, and for a send that nobody knows the offset of.
 */
export function sentOffsets({ type, f, value }: Operation): Offsets {
  if (type !== "ok" || f !== "send") return none;
  const [key, pair] = argumentsOf(value);
  const [offset] = isVector(pair) ? pair : [];
  return typeof key === "string" && isOffset(offset) ? new Map([[key, offset]]) : none;
}

/** By key, the highest offset that a poll returned, `[[:poll {K [[O M] …] …}]]`; empty for every other operation. */
export function polledOffsets({ type, f, value }: Operation): Offsets {
  if (type !== "ok" || f !== "poll") return none;
  const [messages] = argumentsOf(value);
  if (!(messages instanceof Map)) return none;
  const highest = new Map<string, Offset>();
  for (const [key, pairs] of messages) {
    const offset = highestOf(pairs);
    if (typeof key === "string" && offset !== null) raise(highest, key, offset);
  }
  return highest;
}

/** The highest offset in `[[O M] …]`; null if there is none. */
export function highestOf(pairs: Datum): Offset | null {
  let highest: Offset | null = null;
  for (const pair of isVector(pairs) ? pairs : []) {
    const offset = isVector(pair) ? pair[0] : undefined;
    if (isOffset(offset) && (highest === null || highest < offset)) highest = offset;
  }
  return highest;
}

/** By key, the highest offset that any completed operation has shown to exist. */
export function knownOffsets(history: readonly Operation[]): Offsets {
  const highest = new Map<string, Offset>();
  for (const operation of history) {
    for (const [key, offset] of sentOffsets(operation)) raise(highest, key, offset);
    for (const [key, offset] of polledOffsets(operation)) raise(highest, key, offset);
  }
  return highest;
}

/** The offsets that `polled` has not reached; the same object if it has reached none. */
export function withoutReached(targets: Offsets, polled: Offsets): Offsets {
  const reached: string[] = [];
  for (const [key, offset] of polled) {
    const target = targets.get(key);
    if (target !== undefined && target <= offset) reached.push(key);
  }
  // Most polls reach nothing new, and targets may be hundreds.
  if (reached.length === 0) return targets;
  const left = new Map(targets);
  for (const key of reached) left.delete(key);
  return left;
}

/** Sets the offset of a key to the higher of its own and `offset`. */
export function raise(offsets: Map<string, Offset>, key: string, offset: Offset): void {
  const own = offsets.get(key);
  if (own === undefined || own < offset) offsets.set(key, offset);
}

/** The offset after this one. */
export function successor(offset: Offset): Offset {
  return typeof offset === "number" && Number.isSafeInteger(offset + 1) ? offset + 1 : BigInt(offset) + 1n;
}

function isOffset(datum: Datum | undefined): datum is Offset {
  return typeof datum === "number" || typeof datum === "bigint";
}

/** What follows the name in the only micro-operation of a value: `[[:send K M]]` → K and M. */
function argumentsOf(value: Datum): readonly Datum[] {
  const [only] = isVector(value) ? value : [];
  return isVector(only) ? only.slice(1) : [];
}
