/**
 * Challenge 4: a counter that only grows, kept in seq-kv (MAELSTROM.md 10.5).
 *
 * Adds go through `group-commit.ts` and `own-total.ts` into seq-kv before they are acknowledged; reads come from
 * `overview.ts`, which many nodes bring up to date together (`rounds.ts`). Nodes never speak to each other, so partitions, which
 * cut off no service, do not touch them.
 */
import { seqKv } from "@gossip-glomers/kv-client";
import { completeOptions, gCounter, isRpcError, type Node, RpcError } from "@gossip-glomers/protocol";
import { GroupCommit } from "./group-commit.ts";
import { type CounterOptions, options } from "./options.ts";
import { Overview } from "./overview.ts";
import { full, OwnTotal } from "./own-total.ts";

/** Equips a node to count, with the default options. */
export function server(node: Node): void {
  createServer()(node);
}

/**
 * A server with options; those that are not given have their defaults.
 * @throws {RangeError} if an option is one that the bin would refuse, too
 */
export function createServer(given: Partial<CounterOptions> = {}): (node: Node) => void {
  const { maxStale, shareFrom } = completeOptions("createServer", options, given);
  return (node) => {
    const kv = seqKv(node);
    const own = new OwnTotal(node, kv);
    const overview = new Overview(node, kv, { maxStaleMs: maxStale, shareFrom });
    const adds = new GroupCommit<number>(async (deltas) => {
      const { total, sentAt } = await own.add(deltas.reduce((sum, delta) => sum + delta, 0));
      overview.committed(total, sentAt);
    });
    node.serve(gCounter, {
      async add({ delta }) {
        if (delta < 0)
          throw RpcError.malformedRequest(`add: /delta is ${delta}, but this counter only grows`);
        // By itself, lest it take those with it that come at the same time.
        if (delta > own.limit) throw full(delta, own.limit);
        // Nothing is to be stored of it, and seq-kv would not take it for a change.
        if (delta > 0) await adds.add(delta);
      },
      async read() {
        try {
          return { value: await overview.read() };
        } catch (error) {
          if (isRpcError(error)) throw RpcError.temporarilyUnavailable(`read: ask again; ${error.message}`);
          throw error;
        }
      },
    });
  };
}
