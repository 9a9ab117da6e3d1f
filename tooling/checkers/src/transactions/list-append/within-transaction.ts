/**
 * What is wrong within one transaction of list-append: a read that disagrees with the transaction's own earlier steps
 * (`internal`: axiom INT of Cerone, Bernardi & Gotsman 2015), and a read of what it appends only later (`future-read`).
 * MAELSTROM.md 15.3.
 */
import { type Datum, isVector, printEdn } from "@gossip-glomers/history";
import type { Identity } from "../../datum/identity.ts";
import { isSameDatum } from "../../datum/identity.ts";
import { operationRecord } from "../../datum/operation-record.ts";
import { type Anomalies, type AnomalyCase, addCases, UNKNOWN } from "../anomaly-case.ts";
import { microOperationDatum } from "../explain/micro-operation.ts";
import type { MicroOperation, Transaction } from "../transaction.ts";

/** What a transaction knows of a key. */
interface Expectation {
  /** Whether the elements are all, or only the last ones: then a read may begin with anything. */
  readonly whole: boolean;
  /** Null after a read of null, which Elle takes for "nothing is known" if another read comes next. */
  readonly elements: readonly Datum[] | null;
}

/** Checks every transaction that happened; the first offence of each kind in a transaction is its case. */
export function addWithinTransactionAnomalies(
  transactions: readonly Transaction[],
  anomalies: Anomalies,
): void {
  for (const transaction of transactions) {
    if (transaction.status === "ok" && transaction.steps.length > 1) {
      addCases(anomalies, "internal", internalCase(transaction));
      addCases(anomalies, "future-read", futureReadCase(transaction));
    }
  }
}

function internalCase(transaction: Transaction): readonly AnomalyCase[] {
  const known = new Map<Identity, Expectation>();
  for (const step of transaction.steps) {
    const expectation = known.get(step.keyIdentity);
    if (step.kind === "write") {
      known.set(step.keyIdentity, {
        whole: expectation?.whole ?? false,
        elements: [...(expectation?.elements ?? []), step.value],
      });
      continue;
    }
    if (expectation !== undefined && disagrees(step.value, expectation)) {
      return [caseOf(transaction, step, expectation)];
    }
    known.set(step.keyIdentity, { whole: true, elements: isVector(step.value) ? step.value : null });
  }
  return [];
}

/**
 * Whether a read cannot be. After a read of `[]` a null is another value, and after null anything may be read: the
 * two are told apart here and nowhere else.
 */
function disagrees(value: Datum, { whole, elements }: Expectation): boolean {
  if (elements === null) {
    return false;
  }
  const read = isVector(value) ? value : [];
  if (whole) {
    return !isVector(value) || !sameList(read, elements);
  }
  return read.length < elements.length || !sameList(read.slice(read.length - elements.length), elements);
}

function sameList(a: readonly Datum[], b: readonly Datum[]): boolean {
  return a.length === b.length && a.every((element, i) => isSameDatum(element, b[i] ?? null));
}

function caseOf(
  transaction: Transaction,
  step: MicroOperation,
  { whole, elements }: Expectation,
): AnomalyCase {
  const operation = transaction.completion;
  const expected = whole ? (elements ?? []) : [UNKNOWN, ...(elements ?? [])];
  const shown = whole
    ? printEdn(expected)
    : `something that ends in ${(elements ?? []).map(printEdn).join(" ")}`;
  return {
    record: { op: operationRecord(operation), mop: microOperationDatum(step, "append"), expected },
    operations: [operation],
    tell: (named) =>
      `${named(operation)} read ${printEdn(step.value)} of key ${printEdn(step.key)}; by its own earlier steps it should have read ${shown}.`,
  };
}

function futureReadCase(transaction: Transaction): readonly AnomalyCase[] {
  const { steps } = transaction;
  for (const [i, write] of steps.entries()) {
    if (write.kind !== "write") {
      continue;
    }
    const read = steps
      .slice(0, i)
      .find(
        (step) =>
          step.kind === "read" &&
          step.keyIdentity === write.keyIdentity &&
          isVector(step.value) &&
          step.value.some((element) => isSameDatum(element, write.value)),
      );
    if (read !== undefined) {
      const operation = transaction.completion;
      return [
        {
          record: {
            op: operationRecord(operation),
            mop: microOperationDatum(read, "append"),
            element: write.value,
          },
          operations: [operation],
          tell: (named) =>
            `${named(operation)} read ${printEdn(read.value)} of key ${printEdn(read.key)}, which holds ${printEdn(write.value)}, before it appended ${printEdn(write.value)} itself.`,
        },
      ];
    }
  }
  return [];
}
