/**
 * Lost updates: two or more committed transactions read the same version of a key and then wrote the key, so that at
 * least one of them did not see what it overwrote (Adya's H_lu; MAELSTROM.md 15.3).
 *
 * Where the version order is known this is also a cycle, ww one way and rw the other. It is looked for by itself since
 * the order may not be known: two registers written after the same read show no order at all.
 */
import { type Datum, printEdn } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../datum/identity.ts";
import { operationRecord } from "../datum/operation-record.ts";
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
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (
      step?.kind === "read" &&
      !occurs(steps, 0, i, "read", step) &&
      occurs(steps, i, steps.length, "write", step)
    ) {
      updated.push(step);
    }
  }
  return updated;
}

/** Whether the steps from one place to another hold one of this kind on the key of `step`. */
function occurs(
  steps: readonly MicroOperation[],
  from: number,
  to: number,
  kind: MicroOperation["kind"],
  { keyIdentity }: MicroOperation,
): boolean {
  for (let i = from; i < to; i++) {
    const other = steps[i];
    if (other?.kind === kind && other.keyIdentity === keyIdentity) {
      return true;
    }
  }
  return false;
}

function caseOf({ key, value, transactions }: Updates): AnomalyCase {
  const operations = transactions.map((transaction) => transaction.completion);
  return {
    record: { key, value, txns: operations.map(operationRecord) },
    operations,
    tell: (named) =>
      `${operations.map(named).join(" and ")} each read ${printEdn(value)} of key ${printEdn(key)} and then wrote the key, so one of them overwrote an update that it had not seen.`,
  };
}
