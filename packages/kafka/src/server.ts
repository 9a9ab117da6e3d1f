/**
 * Challenge 5: binds the messages of clients (MAELSTROM.md 10.7) to a strategy.
 *
 * The ideas are in `gossip/replica.ts` and `lin-kv/lin-kv-log.ts`; `shared-log.ts` says what they have in common.
 */
import { completeOptions, kafka, type Node, RpcError } from "@gossip-glomers/protocol";
import { GossipLog } from "./gossip/gossip-log.ts";
import { LinKvLog } from "./lin-kv/lin-kv-log.ts";
import { type KafkaOptions, options } from "./options.ts";
import { Portion } from "./portion.ts";
import type { Eventual, SharedLog } from "./shared-log.ts";

/**
 * Makes what equips a node with the challenge; options that are not given have their defaults.
 * @throws {RangeError} if an option is one that the bin would refuse, too
 */
export function createServer(given: Partial<KafkaOptions> = {}): (node: Node) => void {
  const values = completeOptions("createServer", options, given);
  return (node) => {
    const log: SharedLog =
      values.strategy === "gossip" ? new GossipLog(node, values) : new LinKvLog(node, values);
    const portion = new Portion(() => node.runtime.random());
    node.serve(kafka, {
      send: ({ key, msg }) => then(log.send(key, msg), (offset) => ({ offset })),
      poll: ({ offsets }) =>
        then(log.poll(entriesOf(offsets)), (found) => ({ msgs: objectOf(portion.of(found)) })),
      commit_offsets: ({ offsets }) => {
        demandExact(offsets);
        return log.commit(entriesOf(offsets));
      },
      list_committed_offsets: ({ keys }) =>
        then(log.committed(keys), (offsets) => ({ offsets: objectOf(offsets) })),
    });
  };
}

/** Equips a node with default options. */
export function server(node: Node): void {
  createServer()(node);
}

// Keys are whatever clients like. Only own properties count, and only `Object.fromEntries` makes of the key `__proto__`
// a property like any other; assignment would set the prototype and lose the key's messages.
function entriesOf<T>(object: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(object));
}

function objectOf<T>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries(map);
}

/**
 * Refuses what would be committed as another offset than the client has said: numbers above 2^53 are rounded when they are read, and
 * very large ones written in a way (1e+21) that clients which read integers do not take.
 */
function demandExact(offsets: Readonly<Record<string, number>>): void {
  for (const [key, offset] of Object.entries(offsets)) {
    if (offset > Number.MAX_SAFE_INTEGER)
      throw RpcError.malformedRequest(
        `commit_offsets: /offsets/${key} must be at most ${Number.MAX_SAFE_INTEGER}, above which offsets are not exact`,
      );
  }
}

/** What is known at once is answered at once. */
function then<T, U>(value: Eventual<T>, next: (value: T) => U): Eventual<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
