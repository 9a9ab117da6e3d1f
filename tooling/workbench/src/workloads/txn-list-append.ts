/** Workload `txn-list-append` (MAELSTROM.md 10.8): transactions over lists, which show how they came about. */
import { type TxnAppend, type TxnRead, txnListAppend } from "@gossip-glomers/protocol";
import type { Workload } from "@gossip-glomers/simulator";
import type { Access } from "./transactions/key-pool.ts";
import { type TransactionOptions, transactionalWorkload } from "./transactions/transactions.ts";

export function txnListAppendWorkload(options: TransactionOptions): Workload {
  return transactionalWorkload(
    {
      name: "txn-list-append",
      write: "append",
      async execute(connection, accesses) {
        const { reply } = await connection.call(txnListAppend.txn, { txn: accesses.map(microOperation) });
        return reply.txn;
      },
    },
    options,
  );
}

function microOperation({ key, value }: Access): TxnRead | TxnAppend {
  return value === null ? ["r", key, null] : ["append", key, value];
}
