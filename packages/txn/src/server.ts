/**
 * Challenge 6: transactions on registers that every node has a copy of (MAELSTROM.md 10.8).
 *
 * The idea is in `register-store.ts`; `replica.ts` is where its parts meet. Here a replica becomes a node.
 */
import {
  completeOptions,
  type Json,
  type Node,
  RpcError,
  type Timer,
  txnRwRegister,
} from "@gossip-glomers/protocol";
import { Joining } from "./joining.ts";
import { options, type TxnOptions } from "./options.ts";
import { Replica } from "./replica.ts";
import { replicate } from "./wire.ts";

/** So long the first transactions of a life wait for neighbours; their clients wait for five seconds at the most. */
const joinWithinMs = 1_000;

/** A transaction that wrote something, as it was committed. */
export interface Commit {
  readonly node: string;
  /** Which life of the node, as a number: a node that crashed and started again has another one. */
  readonly life: number;
  /** The first part of its timestamp; then count the node's place in the list of nodes, and the life. */
  readonly counter: number;
  readonly writes: readonly (readonly [key: Json, value: Json])[];
}

/**
 * Makes a server.
 * @param given what differs from the default options
 * @param onCommit called with every transaction that writes, before it is answered. It reveals the order of versions,
 *   which no reply shows, to those who check it.
 * @throws {RangeError} if an option is one that the bin would refuse, too
 */
export function createServer(
  given: Partial<TxnOptions> = {},
  onCommit: (commit: Commit) => void = () => {},
): (node: Node) => void {
  const complete = completeOptions("createServer", options, given);
  return (node) => equip(node, complete, onCommit);
}

/** Equips a node with the default options. */
export const server: (node: Node) => void = createServer();

function equip(node: Node, options: TxnOptions, onCommit: (commit: Commit) => void): void {
  let life: { readonly replica: Replica; readonly joining: Joining } | undefined;
  // The names of the nodes come with init, and nothing is handed to a handler before that has been answered.
  const ready = () => {
    if (life === undefined) throw new Error(`txn: ${node.id} was asked before init; send that first`);
    return life;
  };
  const alarm = new Alarm(node, () => {
    const { replica } = ready();
    try {
      for (const { dest, message } of replica.wake(node.runtime.now())) node.send(dest, replicate, message);
    } finally {
      // What could not be sent, as it is too long to be written down, keeps nothing else from being sent.
      alarm.setFor(replica.wakeAt);
    }
  });

  node.onInit(() => {
    const random = (): number => node.runtime.random();
    const now = node.runtime.now();
    const replica = new Replica({ ...options, nodeIds: node.nodeIds, self: node.id, random, now });
    life = { replica, joining: new Joining(node, replica, joinWithinMs) };
    alarm.setFor(replica.wakeAt);
  });
  node.serve(txnRwRegister, {
    txn: (request) => {
      const { replica, joining } = ready();
      const reply = joining.whenOver(() => {
        const { txn, writes, counter } = replica.execute(request.txn, node.runtime.now());
        if (counter !== undefined) onCommit({ node: node.id, life: replica.life, counter, writes });
        alarm.setFor(replica.wakeAt);
        return { txn };
      });
      alarm.setFor(replica.wakeAt);
      return reply;
    },
  });
  node.on(replicate, (message, { src }) => {
    const { replica, joining } = ready();
    if (!replica.receive(src, message, node.runtime.now())) {
      throw RpcError.malformedRequest(`replicate: ${src} is no node of this cluster; send txn instead`);
    }
    alarm.setFor(replica.wakeAt);
    joining.review();
  });
}

/** One timer that can be set anew. */
class Alarm {
  readonly #node: Node;
  readonly #ring: () => void;
  #timer: Timer | undefined;
  #at = Number.POSITIVE_INFINITY;

  constructor(node: Node, ring: () => void) {
    this.#node = node;
    this.#ring = ring;
  }

  /** Rings at `time` of the node's clock, and at no other that was set before; never, if that is Infinity. */
  setFor(time: number): void {
    if (time === this.#at) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#at = time;
    if (time === Number.POSITIVE_INFINITY) return;
    // Whole milliseconds: one that rang a rounding error too early would be set for the rest, which is none, for ever.
    // And what is due already is due now: a real clock goes on meanwhile, and no timer takes less than nothing.
    this.#timer = this.#node.after(Math.max(0, Math.ceil(time - this.#node.runtime.now())), () => {
      this.#at = Number.POSITIVE_INFINITY;
      this.#ring();
    });
  }
}
