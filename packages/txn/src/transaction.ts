/** Executing a transaction on the registers of one node. */
import type { Json, TxnReadRegister, TxnRwRegisterRequest, TxnWrite } from "@gossip-glomers/protocol";
import { identityOf } from "./key-identity.ts";
import type { RegisterStore } from "./register-store.ts";

export interface Executed {
  /** The micro-operations, with what was read. */
  readonly txn: readonly (TxnReadRegister | TxnWrite)[];
  /** The last write to each key; those before it nobody may ever see (G1b). */
  readonly writes: readonly (readonly [key: Json, value: Json])[];
  /** The counter of its timestamp; undefined for a transaction that wrote nothing and therefore has none. */
  readonly counter: number | undefined;
}

/**
 * Executes a transaction at once and as a whole. It never fails and waits for nobody: that is what total availability
 * means. A read sees the transaction's own last write of the key, or else what the node knew when it began.
 */
export function execute(store: RegisterStore, request: TxnRwRegisterRequest["txn"]): Executed {
  const written = new Map<string, readonly [key: Json, value: Json]>();
  const txn = request.map((step): TxnReadRegister | TxnWrite => {
    const [f, key, value] = step;
    const identity = identityOf(key);
    if (f === "w") {
      written.set(identity, [key, value]);
      return ["w", key, value];
    }
    const own = written.get(identity);
    return ["r", key, own === undefined ? store.read(key) : own[1]];
  });
  const writes = [...written.values()];
  return { txn, writes, counter: writes.length === 0 ? undefined : store.commit(writes) };
}
