/** Read, compute, compare-and-set, and again if another client was faster: optimistic concurrency (Kung and Robinson 1981). */
import { type Json, RpcError } from "@gossip-glomers/protocol";
import { demandJson } from "./demand-json.ts";
import { isIndefinite, type Operation } from "./operation.ts";
import type { Store } from "./store.ts";
import { type Refresh, swap } from "./swap.ts";

/** Computes the next value from the present one, undefined if there is none. May be called several times. */
export type Change = (current: Json | undefined) => Json;

/**
 * Replaces the value at a key by what `change` makes of it; resolves to what is there then.
 *
 * @throws {RpcError} 14 (definite) if others were always faster or the value could not be read in time; indefinite if the
 * outcome of a compare-and-set is unknown.
 */
export async function update(
  store: Store,
  operation: Operation,
  { key, change, distinct }: { readonly key: Json; readonly change: Change; readonly distinct: boolean },
  refresh: Refresh,
): Promise<Json> {
  const nothingDone = (error: unknown): never => {
    // Every compare-and-set so far was refused, and reading changes nothing.
    throw isIndefinite(error) ? RpcError.abort(`nothing was changed: ${error.message}`) : error;
  };
  let current = await store.readIfPresent(operation, key).catch(nothingDone);
  for (;;) {
    // A copy, as `(list) => { list.push(7); return list; }` would have us expect what is to be, which is refused for ever.
    const next = change(structuredClone(current));
    demandJson(`${operation.what}: what the change returns`, next);
    const outcome = await swap(store, operation, { key, from: current, to: next, distinct }, refresh);
    if (outcome.kind === "done") return next;
    await operation.pause(outcome.error).catch(nothingDone);
    if (outcome.found === undefined) {
      await refresh(operation).catch(nothingDone);
      current = await store.readIfPresent(operation, key).catch(nothingDone);
    } else {
      current = outcome.found.value;
    }
  }
}
