/** A key-value store without opinions about consistency: what lin-kv is, and what seq-kv keeps 32 states of. */
import type { ExactRecord } from "@gossip-glomers/history";
import { areEqual, canonicalText } from "./json-equality.ts";
import { decide, type Register } from "./kv-request.ts";
import { PersistentMap } from "./persistent-map.ts";
import type { Outcome } from "./state-machine.ts";

/** Registers by the canonical text of their keys. */
export type KvStore = PersistentMap<Register>;

export const emptyStore: KvStore = PersistentMap.empty();

/**
 * Does what a request asks.
 *
 * Invariant: the state is the very same object exactly if nothing in it has changed, also for a write of the value that
 * is there already; seq-kv depends on it.
 *
 * @throws {UnknownRequest} the type is none of read, write and cas.
 */
export function apply(store: KvStore, body: ExactRecord): Outcome<KvStore> {
  const key = canonicalText(body.key ?? null);
  const current = store.get(key);
  const { reply, written } = decide(body, current, true);
  const isSame = written === undefined || (current !== undefined && areEqual(current.value, written.value));
  return { reply, state: isSame ? store : store.set(key, written) };
}
