/**
 * Client of `seq-kv`: a sequentially consistent store (MAELSTROM.md 11.2; Lamport 1979).
 *
 * What Maelstrom's does, and what follows:
 *
 * - A client is shown any state from the newest that it has observed on. So a read may be stale for ever.
 * - A request that changes nothing (a read, a refused cas, a write of the value that the shown state has there already) is
 *   judged by the state that is shown. So a cas may be refused on stale grounds, and a write may refresh nothing.
 * - A request that changes something is done on the newest state, and the client has then observed that. So after an own
 *   change, reads are as new as that change or newer.
 * - A state that is more than 31 changes old is shown as a newer one, since Maelstrom keeps only 32 of them. So
 *   two reads may go backwards; but neither is older than the client's own last change.
 *
 * `sync` is therefore a write of a number that was never written before: it changes something, whatever is shown.
 */
import { kv, type Node } from "@gossip-glomers/protocol";
import { inquire } from "./inquiry.ts";
import { type LinKv, withSwaps } from "./lin-kv.ts";
import type { Operation } from "./operation.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import { Store } from "./store.ts";

/**
 * As `LinKv`, with these differences: `read` and `readOr` may be stale; so may be the grounds on which `cas` is refused, but
 * not those on which it succeeds; `createIfAbsent` and `update` are exact.
 */
export interface SeqKv extends LinKv {
  /**
   * Has all later reads of this node show everything that was in the store when `sync` was called, or newer. Costs a
   * write, to a key of this node's own, `sync/<node>`.
   *
   * @throws {RpcError} an indefinite error if there is no answer.
   */
  sync(options?: CallOptions): Promise<void>;
}

/** A client of `seq-kv` for a node. */
export function seqKv(node: Node, options: ClientOptions = {}): SeqKv {
  const store = new Store(node, "seq-kv", options);
  const refresh = async (operation: Operation): Promise<void> => {
    // Sent again with the same number if need be: that changes nothing only if it was written by this very call.
    const request = { key: syncKey(node), value: node.runtime.random() };
    await inquire(operation, (rpc) => node.rpc(store.name, kv.write, request, rpc));
  };
  return {
    ...withSwaps(store, refresh),
    sync: async (call = {}) => store.run("sync", syncKey(node), call, refresh),
  };
}

function syncKey(node: Node): string {
  return `sync/${node.id}`;
}
