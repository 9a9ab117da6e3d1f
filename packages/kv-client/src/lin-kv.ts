/**
 * Client of `lin-kv`: a linearizable store (MAELSTROM.md 11.2; Herlihy and Wing 1990). What is read is what was there at some
 * moment between question and answer, so nothing needs to be refreshed.
 */
import type { Json, Node } from "@gossip-glomers/protocol";
import { demandJson } from "./demand-json.ts";
import { type LwwKv, readsAndWrites } from "./lww-kv.ts";
import type { CasOptions, ClientOptions } from "./options.ts";
import { Store } from "./store.ts";
import { type Refresh, swap } from "./swap.ts";
import { type Change, update } from "./update.ts";

/** A store in which updates of a key happen one after the other. */
export interface LinKv extends LwwKv {
  /**
   * Sets the value at a key to `to` if it is `from`.
   *
   * @throws {RpcError} 20 if there is no such key; 22 if its value is another one; an indefinite error if the outcome is
   * unknown, which with `distinct` values is seldom.
   */
  cas(key: Json, from: Json, to: Json, options?: CasOptions): Promise<void>;
  /**
   * Sets the value at a key if there is no such key; resolves to whether it did.
   * @throws {RpcError} an indefinite error if the outcome is unknown.
   */
  createIfAbsent(key: Json, value: Json, options?: CasOptions): Promise<boolean>;
  /**
   * Replaces the value at a key by what `change` makes of it, undefined standing for a missing one; resolves to
   * the new value. `change` may be called several times.
   *
   * @throws {RpcError} 14 (definite) if it could not be done in time; an indefinite error if the outcome is unknown; and
   * whatever `change` throws.
   */
  update(key: Json, change: Change, options?: CasOptions): Promise<Json>;
}

/** A client of `lin-kv` for a node. */
export function linKv(node: Node, options: ClientOptions = {}): LinKv {
  return withSwaps(new Store(node, "lin-kv", options), async () => {});
}

/** A store's client, given what brings its reads up to date. */
export function withSwaps(store: Store, refresh: Refresh): LinKv {
  return {
    ...readsAndWrites(store),
    cas: (key, from, to, call = {}) =>
      store.run("cas", key, call, async (operation) => {
        // To a swap, undefined stands for a missing key.
        demandJson(`${operation.what}: from`, from);
        const { distinct = false } = call;
        const outcome = await swap(store, operation, { key, from, to, distinct }, refresh);
        if (outcome.kind === "refused") throw outcome.error;
      }),
    createIfAbsent: (key, value, call = {}) =>
      store.run("create", key, call, async (operation) => {
        const { distinct = false } = call;
        const plan = { key, from: undefined, to: value, distinct };
        const outcome = await swap(store, operation, plan, refresh);
        return outcome.kind === "done";
      }),
    update: (key, change, call = {}) =>
      store.run("update", key, call, (operation) => {
        const { distinct = false } = call;
        return update(store, operation, { key, change, distinct }, refresh);
      }),
  };
}
