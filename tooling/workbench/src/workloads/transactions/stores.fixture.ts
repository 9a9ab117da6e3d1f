/** Nodes for the transactional workloads: one store that all share, or one that each has for itself. */
import {
  type Definition,
  type Json,
  type Node,
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

export function listStore(): Execute<TxnRead | TxnAppend, TxnReadList | TxnAppend> {
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

export function registerStore(): Execute<TxnRead | TxnWrite, TxnReadRegister | TxnWrite> {
  const registers = new Map<Json, Json>();
  return (transaction) =>
    transaction.map((access) => {
      const [f, key, value] = access;
      if (f === "r") return ["r", key, registers.get(key) ?? null];
      registers.set(key, value);
      return access;
    });
}

/** Strictly serializable: every node leaves its transactions to n0, which does one after the other. */
export const sharedLists = (node: Node): void => shared(node, txnListAppend.txn, listStore());
export const sharedRegisters = (node: Node): void => shared(node, txnRwRegister.txn, registerStore());

/** Wrong: every node has a store of its own, of which the others know nothing. */
export function ownLists(node: Node): void {
  const execute = listStore();
  node.on(txnListAppend.txn, ({ txn }) => ({ txn: execute(txn) }));
}
export function ownRegisters(node: Node): void {
  const execute = registerStore();
  node.on(txnRwRegister.txn, ({ txn }) => ({ txn: execute(txn) }));
}

function shared<In, Out>(
  node: Node,
  definition: Definition<{ readonly txn: readonly In[] }, { readonly txn: readonly Out[] | null }>,
  execute: Execute<In, Out>,
): void {
  node.on(definition, (request) =>
    node.id === "n0" ? { txn: execute(request.txn) } : node.rpc("n0", definition, request),
  );
}
