/**
 * Client of `lww-kv`: an eventually consistent store in which the last writer wins (MAELSTROM.md 11.2).
 *
 * Its replicas learn from each other only by traffic, and each request is served by any of them. So a client may miss its
 * own write, two clients may both succeed with the same compare-and-set, and no read settles what has happened. It
 * ignores `create_if_not_exists`. Hence there is no `createIfAbsent` here, no `update` and no `sync`: none could keep
 * what its name promises.
 */
import type { Json, Node } from "@gossip-glomers/protocol";
import type { CallOptions, ClientOptions, WriteOptions } from "./options.ts";
import { Store } from "./store.ts";

/** What can be asked of any of the three stores. */
export interface LwwKv {
  /**
   * The value at a key.
   * @throws {RpcError} 20 if there is no such key.
   */
  read(key: Json, options?: CallOptions): Promise<Json>;
  /** The value at a key, or `fallback` if there is no such key. */
  readOr<Fallback>(key: Json, fallback: Fallback, options?: CallOptions): Promise<Json | Fallback>;
  /** Sets the value at a key. Sent again if there is no answer, and then perhaps carried out twice: see `retry`. */
  write(key: Json, value: Json, options?: WriteOptions): Promise<void>;
  /**
   * Sets the value at a key to `to` if it is `from`. Sent once.
   * @throws {RpcError} 20 if there is no such key; 22 if its value is another one.
   */
  cas(key: Json, from: Json, to: Json, options?: CallOptions): Promise<void>;
}

/** A client of `lww-kv` for a node. */
export function lwwKv(node: Node, options: ClientOptions = {}): LwwKv {
  const store = new Store(node, "lww-kv", options);
  return {
    ...readsAndWrites(store),
    cas: (key, from, to, call = {}) =>
      store.run("cas", key, call, (operation) => store.cas(operation, key, from, to, false)),
  };
}

/** What all three clients do alike. */
export function readsAndWrites(store: Store): Pick<LwwKv, "read" | "readOr" | "write"> {
  return {
    read: (key, call = {}) => store.run("read", key, call, (operation) => store.read(operation, key)),
    readOr: async (key, fallback, call = {}) => {
      const value = await store.run("read", key, call, (operation) => store.readIfPresent(operation, key));
      // Not `??`: null is a value like any other.
      return value === undefined ? fallback : value;
    },
    write: (key, value, call = {}) =>
      store.run("write", key, call, (operation) => store.write(operation, key, value, call)),
  };
}
