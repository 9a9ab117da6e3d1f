/**
 * Lost updates: two or more committed transactions read the same version of a key and then wrote the key, so that at
 * least one of them did not see what it overwrote (Adya's H_lu; MAELSTROM.md 15.3).
 *
 * Where the version order is known this is also a cycle, ww one way and rw the other. It is looked for by itself since
 * the order may not be known: two registers written after the same read show no order at all.
 */
import { type Datum, printEdn } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../shared/identity.ts";
import { operationRecord } from "../shared/wording.ts";
import type { AnomalyCase } from "./anomaly-case.ts";
import type { MicroOperation, Transaction } from "./transaction.ts";

interface Updates {
  readonly key: Datum;
  readonly value: Datum;
  readonly transactions: Transaction[];
}

/** Every version that more than one committed transaction updated. */
export function lostUpdates(transactions: readonly Transaction[]): readonly AnomalyCase[] {
  const byKey = new Map<Identity, Map<Identity, Updates>>();
  for (const transaction of transactions) {
    if (transaction.status !== "ok" || transaction.steps.length < 2) {
      continue;
    }
    for (const read of updatedReads(transaction)) {
      let versions = byKey.get(read.keyIdentity);
      if (versions === undefined) {
        versions = new Map();
        byKey.set(read.keyIdentity, versions);
      }
      const version = identityOf(read.value);
      const updates = versions.get(version);
      if (updates === undefined) {
        versions.set(version, { key: read.key, value: read.value, transactions: [transaction] });
      } else {
        updates.transactions.push(transaction);
      }
    }
  }
  const all = [...byKey.values()].flatMap((versions) => [...versions.values()]);
  return all.filter((updates) => updates.transactions.length > 1).map(caseOf);
}

/**
 * The first read of each key that the transaction writes later. As with Elle it is the first read whether or not a
 * write came before it: [[:w x 1] [:r x 1] [:w x 2]] counts as an update of its own version 1.
 */
function updatedReads({ steps }: Transaction): readonly MicroOperation[] {
  const updated: MicroOperation[] = [];
  for (const [i, step] of steps.entries()) {
    const sameKey = (other: MicroOperation): boolean => other.keyIdentity === step.keyIdentity;
    if (
      step.kind === "read" &&
      !steps.slice(0, i).some((other) => other.kind === "read" && sameKey(other)) &&
      steps.slice(i + 1).some((other) => other.kind === "write" && sameKey(other))
    ) {
      updated.push(step);
    }
  }
  return updated;
}

function caseOf({ key, value, transactions }: Updates): AnomalyCase {
  const operations = transactions.map((transaction) => transaction.completion);
  return {
    record: { key, value, txns: operations.map(operationRecord) },
    operations,
    tell: () =>
      `Operations ${operations.map((operation) => operation.index).join(" and ")} each read ${printEdn(value)} of key ${printEdn(key)} and then wrote the key, so one of them overwrote an update that it had not seen.`,
  };
}
