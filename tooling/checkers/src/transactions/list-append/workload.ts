/** txn-list-append, whose transactions append to lists and read them (MAELSTROM.md 10.8, 15.3). */
import { addCases } from "../anomaly-case.ts";
import { lostUpdates } from "../lost-update.ts";
import type { TransactionalWorkload } from "../workload.ts";
import { explainListAppend, linkListAppend, listAppendPrecedence } from "./dependencies.ts";
import { dirtyUpdates } from "./dirty-update.ts";
import { keyHistories } from "./key-history.ts";
import { addReadAnomalies } from "./reads.ts";
import { addWithinTransactionAnomalies } from "./within-transaction.ts";

export const listAppend: TransactionalWorkload = {
  write: "append",
  precedence: listAppendPrecedence,
  wrapped: false,
  analyse({ transactions }, graph, anomalies, known) {
    const orders = known && new Map([...known.byKey].map(([identity, { versions }]) => [identity, versions]));
    const keys = keyHistories(transactions, orders);
    for (const key of keys.values()) {
      addCases(anomalies, "dirty-update", dirtyUpdates(key));
    }
    addReadAnomalies(keys.values(), anomalies);
    addWithinTransactionAnomalies(transactions, anomalies);
    addCases(anomalies, "lost-update", lostUpdates(transactions));
    linkListAppend(keys.values(), graph);
    return (relation, a, b) => explainListAppend(keys, relation, a, b);
  },
};
