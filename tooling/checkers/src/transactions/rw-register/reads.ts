/** What is wrong with single reads of registers, without any cycle: G1a, G1b and `internal` (MAELSTROM.md 15.4). */
import { type Operation, printEdn } from "@gossip-glomers/history";
import { type Identity, identityOf, isSameDatum } from "../../datum/identity.ts";
import { operationRecord } from "../../datum/operation-record.ts";
import type { Naming } from "../../finding/phrase.ts";
import { type Anomalies, type AnomalyCase, addCases } from "../anomaly-case.ts";
import { microOperationDatum } from "../explain/micro-operation.ts";
import type { MicroOperation, Transaction } from "../transaction.ts";
import type { RegisterHistory } from "./key-history.ts";

/** Checks every read of every transaction that happened. */
export function addRegisterReadAnomalies(
  transactions: readonly Transaction[],
  keys: ReadonlyMap<Identity, RegisterHistory>,
  anomalies: Anomalies,
): void {
  for (const transaction of transactions) {
    if (transaction.status !== "ok") {
      continue;
    }
    addCases(anomalies, "internal", internalCase(transaction));
    for (const step of transaction.steps) {
      if (step.kind !== "read") {
        continue;
      }
      const write = keys.get(step.keyIdentity)?.hiddenWrites.get(identityOf(step.value));
      if (write === undefined) {
        continue;
      }
      const { operation } = write;
      if (write.transaction.status === "fail") {
        const why = operation.error === undefined ? "" : ` with ${printEdn(operation.error)}`;
        addCases(anomalies, "G1a", [
          readCase(
            transaction,
            step,
            operation,
            (named) => `which ${named(operation)} wrote; that failed${why}, so nobody may see it.`,
          ),
        ]);
      }
      if (!write.final && operation !== transaction.completion) {
        addCases(anomalies, "G1b", [
          readCase(
            transaction,
            step,
            operation,
            (named) =>
              `but ${named(operation)} wrote that and then another value of the key: its transaction was seen half done.`,
          ),
        ]);
      }
    }
  }
}

function readCase(
  reader: Transaction,
  step: MicroOperation,
  writer: Operation,
  tellWhy: (named: Naming) => string,
): AnomalyCase {
  return {
    record: {
      op: operationRecord(reader.completion),
      mop: microOperationDatum(step, "w"),
      writer: operationRecord(writer),
    },
    operations: [writer, reader.completion],
    tell: (named) =>
      `${named(reader.completion)} read ${printEdn(step.value)} of key ${printEdn(step.key)}, ${tellWhy(named)}`,
  };
}

/**
 * A read that differs from the transaction's own last access of the key; the first such of a transaction.
 *
 * After a read of null (or false) anything may follow, since Elle takes those for "nothing is known".
 */
function internalCase(transaction: Transaction): readonly AnomalyCase[] {
  const { steps, completion } = transaction;
  if (steps.length < 2) {
    return [];
  }
  for (const [i, step] of steps.entries()) {
    const before = step.kind === "read" ? lastAccess(steps, i, step) : undefined;
    if (before === undefined || before.value === null || before.value === false) {
      continue;
    }
    if (!isSameDatum(before.value, step.value)) {
      return [
        {
          record: {
            op: operationRecord(completion),
            mop: microOperationDatum(step, "w"),
            expected: before.value,
          },
          operations: [completion],
          tell: (named) =>
            `${named(completion)} read ${printEdn(step.value)} of key ${printEdn(step.key)} after it had ${before.kind === "read" ? "read" : "written"} ${printEdn(before.value)} there itself.`,
        },
      ];
    }
  }
  return [];
}

function lastAccess(
  steps: readonly MicroOperation[],
  end: number,
  { keyIdentity }: MicroOperation,
): MicroOperation | undefined {
  for (let i = end - 1; i >= 0; i--) {
    const step = steps[i];
    if (step?.keyIdentity === keyIdentity) {
      return step;
    }
  }
  return undefined;
}
