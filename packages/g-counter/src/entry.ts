/** What is in seq-kv: for each node one key, and at it the sum of all adds that this node has committed. */
import type { Json } from "@gossip-glomers/protocol";

export interface Entry {
  /** The sum of all adds that the node has committed, in all its lives. */
  readonly total: number;
  /** Names the commit that wrote this, and differs from the name of every other one at this key. */
  readonly commit: string;
}

/** The key of a node's entry. */
export function keyOf(nodeId: string): string {
  return `g-counter/${nodeId}`;
}

/** An entry as it is written. */
export function toJson({ total, commit }: Entry): Json {
  return { total, commit };
}

/**
 * An entry as it is read; undefined if there was none.
 *
 * Nothing else may pass for one: with a field too many no swap from what was read would ever succeed, though each reading would say
 * that another one may; and of a total that is negative or a fraction the reads would be wrong, or none.
 *
 * @throws {TypeError} if it is something else.
 */
export function readEntry(nodeId: string, value: Json | undefined): Entry | undefined {
  if (value === undefined) return undefined;
  if (hasFields(value, ["total", "commit"])) {
    const { total, commit } = value;
    if (isCount(total) && typeof commit === "string") return { total, commit };
  }
  throw new TypeError(
    `g-counter: seq-kv holds ${JSON.stringify(value)} at ${keyOf(nodeId)}, which is no total; leave that key to this program`,
  );
}

/** Whether a value is an object with these fields and no others. */
export function hasFields<Name extends string>(
  value: Json,
  names: readonly Name[],
): value is { readonly [name in Name]: Json } {
  if (typeof value !== "object" || value === null) return false;
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

/** Whether a value is a number that something here may have counted up to. */
export function isCount(value: Json): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
