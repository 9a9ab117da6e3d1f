/** Nodes for the transactional workloads: one store that all share, or one that each has for itself. */
import {
  type Definition,
  type Json,
  type Node,
  RpcError,
  type TxnAppend,
  type TxnRead,
  type TxnReadList,
  type TxnReadRegister,
  type TxnWrite,
  txnListAppend,
  txnRwRegister,
} from "@gossip-glomers/protocol";

/** Does a whole transaction at once; nothing comes between its accesses. */
type Execute<In, Out> = (transaction: readonly In[]) => readonly Out[];
type Server = (node: Node) => void;
type Transaction<In, Out> = Definition<
  { readonly txn: readonly In[] },
  { readonly txn: readonly Out[] | null }
>;

function listStore(): Execute<TxnRead | TxnAppend, TxnReadList | TxnAppend> {
  const lists = new Map<Json, readonly Json[]>();
  return (transaction) =>
    transaction.map((access) => {
      const [f, key, element] = access;
      const list = lists.get(key) ?? null;
      if (f === "r") return ["r", key, list];
      lists.set(key, [...(list ?? []), element]);
      return access;
    });
}

function registerStore(): Execute<TxnRead | TxnWrite, TxnReadRegister | TxnWrite> {
  const registers = new Map<Json, Json>();
  return (transaction) =>
    transaction.map((access) => {
      const [f, key, value] = access;
      if (f === "r") return ["r", key, registers.get(key) ?? null];
      registers.set(key, value);
      return access;
    });
}

/** The same nodes for both workloads, right and wrong. */
export interface TransactionServers {
  /** Strictly serializable: every node leaves its transactions to n0, which does one after the other. */
  readonly correct: Server;
  /** Every node has a store of its own, of which the others know nothing. */
  readonly "keeps a store of its own": Server;
  /** Every tenth transaction is said to be aborted, but its writes stay. */
  readonly "keeps the writes of aborted transactions": Server;
  /** The accesses of transactions that come together are done in turns. */
  readonly "does not isolate transactions": Server;
}

export const listServers: TransactionServers = serversOf(txnListAppend.txn, listStore);
export const registerServers: TransactionServers = serversOf(txnRwRegister.txn, registerStore);

function serversOf<In, Out>(
  definition: Transaction<In, Out>,
  makeStore: () => Execute<In, Out>,
): TransactionServers {
  return {
    correct(node) {
      const execute = makeStore();
      atLeader(node, definition, execute);
    },
    "keeps a store of its own"(node) {
      const execute = makeStore();
      node.on(definition, ({ txn }) => ({ txn: execute(txn) }));
    },
    "keeps the writes of aborted transactions"(node) {
      const execute = makeStore();
      let count = 0;
      atLeader(node, definition, (transaction) => {
        const done = execute(transaction);
        count += 1;
        if (count % 10 === 0) throw RpcError.txnConflict("aborted, it says");
        return done;
      });
    },
    "does not isolate transactions"(node) {
      const execute = makeStore();
      atLeader(node, definition, async (transaction) => {
        const done: Out[] = [];
        for (const access of transaction) {
          done.push(...execute([access]));
          await new Promise<void>((resume) => node.after(20, resume));
        }
        return done;
      });
    },
  };
}

function atLeader<In, Out>(
  node: Node,
  definition: Transaction<In, Out>,
  execute: (transaction: readonly In[]) => readonly Out[] | Promise<readonly Out[]>,
): void {
  node.on(definition, async (request) =>
    node.id === "n0" ? { txn: await execute(request.txn) } : node.rpc("n0", definition, request),
  );
}
