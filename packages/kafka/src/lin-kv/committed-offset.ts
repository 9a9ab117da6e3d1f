/** How far consumers have processed one log: a number in lin-kv that only grows. */

import type { Deadline, LinKv } from "@gossip-glomers/kv-client";
import { isRpcError, type Node, RpcError } from "@gossip-glomers/protocol";
import { Backoff } from "./backoff.ts";
import { isLost, isRefused } from "./outcome.ts";

function committedKey(key: string): string {
  return `kafka/committed/${key}`;
}

/** The committed offset of a log; undefined if there is none. */
export async function readCommitted(kv: LinKv, key: string, deadline: Deadline): Promise<number | undefined> {
  const value = await kv.readOr(committedKey(key), null, deadline.asOption());
  return typeof value === "number" ? value : undefined;
}

/**
 * Raises the committed offset of a log to `offset`, unless it is as high already; returns what it is then.
 *
 * Invariant: it never falls, because each compare-and-set replaces a value by a higher one. So a lost answer does no harm: what
 * counts is not who raised it but that it is high enough, and that can be read.
 *
 * @throws {RpcError} 0 (indefinite) if it is not known to be done in time; a definite error if it certainly is not, 11 if that is
 * for want of time.
 */
export async function raiseCommitted(
  node: Node,
  kv: LinKv,
  key: string,
  offset: number,
  deadline: Deadline,
): Promise<number> {
  const backoff = new Backoff(node);
  let expected: number | undefined;
  // Whether a compare-and-set from `expected` may have been carried out, or may yet be.
  let isOpen = false;
  try {
    for (let isFirst = true; ; isFirst = false) {
      const current = await readCommitted(kv, key, deadline);
      if (current !== undefined && current >= offset) return current;
      // Only ever raised, so what was expected before never comes back.
      const isNew = isFirst || current !== expected;
      if (isNew) {
        backoff.reset();
        isOpen = false;
      } else await backoff.pause(deadline.leftMs);
      expected = current;
      try {
        if (current !== undefined) await kv.cas(committedKey(key), current, offset, deadline.asOption());
        else if (!(await kv.createIfAbsent(committedKey(key), offset, deadline.asOption()))) continue;
        return offset;
      } catch (error) {
        if (!isRefused(error) && !isLost(error)) throw error;
        isOpen ||= isLost(error);
      }
    }
  } catch (error) {
    if (!isRpcError(error)) throw error;
    if (isOpen)
      throw RpcError.timeout(`whether offset ${offset} has been committed is unknown: ${error.message}`);
    if (error.definite) throw error;
    throw RpcError.temporarilyUnavailable(`offset ${offset} has not been committed: ${error.message}`);
  }
}
