/** Workload `txn-rw-register` (MAELSTROM.md 10.8): transactions over registers, which show only their last write. */
import { type TxnRead, type TxnWrite, txnRwRegister } from "@gossip-glomers/protocol";
import type { Workload } from "@gossip-glomers/simulator";
import type { Access } from "./transactions/key-pool.ts";
import { type TransactionOptions, transactionalWorkload } from "./transactions/transactions.ts";

export function txnRwRegisterWorkload(options: TransactionOptions): Workload {
  return transactionalWorkload(
    {
      name: "txn-rw-register",
      write: "w",
      async execute(connection, accesses) {
        const { reply } = await connection.call(txnRwRegister.txn, { txn: accesses.map(microOperation) });
        return reply.txn;
      },
    },
    options,
  );
}

function microOperation({ key, value }: Access): TxnRead | TxnWrite {
  return value === null ? ["r", key, null] : ["w", key, value];
}
