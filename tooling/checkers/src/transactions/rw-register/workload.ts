/** txn-rw-register, whose transactions write registers and read them (MAELSTROM.md 10.8, 15.4). */
import { printEdn } from "@gossip-glomers/history";
import type { Identity } from "../../datum/identity.ts";
import { addCases } from "../anomaly-case.ts";
import { lostUpdates } from "../lost-update.ts";
import { type Transaction, UncheckableHistory } from "../transaction.ts";
import type { TransactionalWorkload } from "../workload.ts";
import { explainRwRegister, linkRwRegister, rwRegisterPrecedence } from "./dependencies.ts";
import { type RegisterHistory, registerHistories, writesFollowReads } from "./key-history.ts";
import { knownPairs } from "./known-order.ts";
import { addRegisterReadAnomalies } from "./reads.ts";
import { orderVersions } from "./version-order.ts";

export const rwRegister: TransactionalWorkload = {
  write: "w",
  precedence: rwRegisterPrecedence,
  wrapped: true,
  analyse({ transactions }, graph, anomalies, known) {
    const keys = registerHistories(transactions);
    refuseMixedKeys(keys, transactions);
    addRegisterReadAnomalies(transactions, keys, anomalies);
    addCases(anomalies, "lost-update", lostUpdates(transactions));
    for (const key of keys.values()) {
      key.settleInitialState();
    }
    const revealed = known === undefined ? [] : knownPairs(keys, known);
    const followed = writesFollowReads(keys, transactions);
    const circles = orderVersions([...followed, ...revealed]);
    addCases(anomalies, "cyclic-versions", circles);
    if (circles.length > 0 && revealed.length > 0) {
      // What a node reveals is believed more than what is inferred; where it contradicts itself there are no cases.
      orderVersions(revealed);
    }
    linkRwRegister(keys.values(), graph);
    return (relation, a, b) => explainRwRegister(keys, relation, a, b);
  },
};

/**
 * Refuses a history in which some keys are numbers and others strings, as Elle does: `1` and `"1"` are one key to the
 * client that wrote it and two to the checker, so nothing that was found would mean anything.
 *
 * @throws UncheckableHistory
 */
function refuseMixedKeys(
  keys: ReadonlyMap<Identity, RegisterHistory>,
  transactions: readonly Transaction[],
): void {
  const [first, ...others] = [...keys.values()];
  const other = others.find(({ key }) => typeof key !== typeof first?.key);
  if (first === undefined || other === undefined) {
    return;
  }
  const user = transactions.find(({ steps }) => steps.some(({ key }) => typeof key !== typeof first.key));
  throw new UncheckableHistory(
    "mixed-keys",
    user === undefined ? [] : [user.completion],
    (named) =>
      `history includes a mix of different types for transaction keys: ${printEdn(first.key)} is a ${typeof first.key} and ${printEdn(other.key)} a ${typeof other.key}${user === undefined ? "" : ` in ${named(user.completion)}`}. Answer with the keys that the request had.`,
  );
}
