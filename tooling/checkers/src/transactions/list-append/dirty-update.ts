/** Committed appends that build on failed ones: a dirty update (MAELSTROM.md 15.3). */
import { type Datum, printEdn } from "@gossip-glomers/history";
import { identityOf } from "../../datum/identity.ts";
import { operationRecord } from "../../datum/operation-record.ts";
import { type AnomalyCase, UNKNOWN } from "../anomaly-case.ts";
import { type Transaction, UncheckableHistory } from "../transaction.ts";
import type { KeyHistory } from "./key-history.ts";

/**
 * Walks the version order of a key for a committed append after a failed one, with none between that is committed.
 *
 * @throws UncheckableHistory when the order holds an element that nobody appended. Elle stops there as well
 *   (MAELSTROM.md 19), for without its writer no order of transactions can be told.
 */
export function dirtyUpdates(key: KeyHistory): readonly AnomalyCase[] {
  const cases: AnomalyCase[] = [];
  let failed: Transaction | null = null;
  let since: Datum[] = [];
  for (const element of key.order) {
    const writer = key.appends.get(identityOf(element))?.transaction;
    if (writer === undefined) {
      throw phantom(key, element);
    }
    since.push(element);
    if (writer.status === "ok") {
      if (failed !== null) {
        cases.push(caseOf(key, failed, writer, since));
      }
      failed = null;
      since = [element];
    } else if (writer.status === "fail" && failed === null) {
      failed = writer;
      since = [element];
    }
  }
  return cases;
}

function caseOf(
  key: KeyHistory,
  failed: Transaction,
  writer: Transaction,
  values: readonly Datum[],
): AnomalyCase {
  const last = values[values.length - 1] ?? null;
  return {
    record: {
      key: key.key,
      values,
      txns: [operationRecord(failed.completion), UNKNOWN, operationRecord(writer.completion)],
    },
    operations: [failed.completion, writer.completion],
    tell: (named) =>
      `${named(writer.completion)} appended ${printEdn(last)} to key ${printEdn(key.key)} on top of ${printEdn(values[0] ?? null)}, which ${named(failed.completion)} appended although it failed.`,
  };
}

function phantom(key: KeyHistory, element: Datum): UncheckableHistory {
  const read = key.reads.find(({ elements }) =>
    elements.some((other) => identityOf(other) === identityOf(element)),
  );
  return new UncheckableHistory(
    "phantom-element",
    read === undefined ? [] : [read.transaction.completion],
    (named) =>
      `no transaction wrote ${printEdn(key.key)} ${printEdn(element)}: ${read === undefined ? "somebody" : named(read.transaction.completion)} read ${printEdn(read?.step.value ?? null)} of key ${printEdn(key.key)}, and no transaction of this history appended ${printEdn(element)} to it.`,
  );
}
