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
 * @throws {TypeError} if it is something else.
 */
export function readEntry(nodeId: string, value: Json | undefined): Entry | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null && "total" in value && "commit" in value) {
    const { total, commit } = value;
    if (typeof total === "number" && typeof commit === "string") return { total, commit };
  }
  throw new TypeError(
    `g-counter: seq-kv holds ${JSON.stringify(value)} at ${keyOf(nodeId)}, which is no total; leave that key to this program`,
  );
}
