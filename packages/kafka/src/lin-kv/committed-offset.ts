/** How far consumers have processed one log: a number in lin-kv that only grows. */

import type { LinKv } from "@gossip-glomers/kv-client";
import { type Node, RpcError } from "@gossip-glomers/protocol";
import { isLost, isRefused } from "./outcome.ts";

/** How long a commit is tried, in milliseconds. */
const patienceMs = 4_000;

function committedKey(key: string): string {
  return `kafka/committed/${key}`;
}

/** The committed offset of a log; undefined if there is none. */
export async function readCommitted(kv: LinKv, key: string): Promise<number | undefined> {
  const value = await kv.readOr(committedKey(key), null);
  return typeof value === "number" ? value : undefined;
}

/**
 * Raises the committed offset of a log to `offset`, unless it is as high already; returns what it is then.
 *
 * Invariant: it never falls, because each compare-and-set replaces a value by a higher one. So a lost answer does no harm: what
 * counts is not who raised it but that it is high enough, and that can be read.
 *
 * @throws {RpcError} 0 (indefinite) if it is not known to be done in time.
 */
export async function raiseCommitted(node: Node, kv: LinKv, key: string, offset: number): Promise<number> {
  const endsAt = node.runtime.now() + patienceMs;
  while (node.runtime.now() < endsAt) {
    const current = await readCommitted(kv, key);
    if (current !== undefined && current >= offset) return current;
    try {
      if (current !== undefined) await kv.cas(committedKey(key), current, offset);
      else if (!(await kv.createIfAbsent(committedKey(key), offset))) continue;
      return offset;
    } catch (error) {
      if (!isRefused(error) && !isLost(error)) throw error;
    }
  }
  throw RpcError.timeout(
    `whether offset ${offset} has been committed is unknown: not done within ${patienceMs} ms`,
  );
}
