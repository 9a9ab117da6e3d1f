/** Acknowledged writes that a node does not have, and versions that it has although nobody wrote them. */
import { type Datum, printEdn } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../../datum/identity.ts";
import type { Run } from "../../run/run.ts";
import type { Finding } from "../../verdict.ts";
import { type Anomalies, type AnomalyCase, addCases, findingOf } from "../anomaly-case.ts";
import type { MicroOperation, Transaction } from "../transaction.ts";
import type { RevealedVersions } from "./revealed-versions.ts";

interface Write {
  readonly transaction: Transaction;
  readonly step: MicroOperation;
  readonly final: boolean;
}

/** Compares every source with the writes of the history; one finding per kind. */
export function lostAndFoundWrites(
  run: Run,
  transactions: readonly Transaction[],
  revealed: readonly RevealedVersions[],
): readonly Finding[] {
  const writes = writesByKey(transactions);
  const found: Anomalies = new Map();
  for (const { source, versions, complete } of revealed) {
    for (const [key, values] of versions) {
      const ofKey = writes.get(identityOf(key)) ?? new Map<Identity, Write>();
      const revealedValues = new Set(values.map(identityOf));
      for (const value of values) {
        addCases(found, ...strangeVersion(source, key, value, ofKey.get(identityOf(value))));
      }
      for (const [identity, write] of complete ? ofKey : []) {
        if (write.final && write.transaction.status === "ok" && !revealedValues.has(identity)) {
          addCases(found, "lost-write", [lostWrite(source, write)]);
        }
      }
    }
  }
  return [...found].flatMap(([kind, cases]) => findingOf(run, kind, cases, "error"));
}

function writesByKey(transactions: readonly Transaction[]): ReadonlyMap<Identity, Map<Identity, Write>> {
  const keys = new Map<Identity, Map<Identity, Write>>();
  for (const transaction of transactions) {
    for (const [i, step] of transaction.steps.entries()) {
      if (step.kind !== "write") {
        continue;
      }
      const ofKey = keys.get(step.keyIdentity) ?? new Map<Identity, Write>();
      keys.set(step.keyIdentity, ofKey);
      // A value that its own transaction overwrote need not have taken effect.
      const final = !transaction.steps
        .slice(i + 1)
        .some((other) => other.kind === "write" && other.keyIdentity === step.keyIdentity);
      ofKey.set(identityOf(step.value), { transaction, step, final });
    }
  }
  return keys;
}

function strangeVersion(
  source: string,
  key: Datum,
  value: Datum,
  write: Write | undefined,
): [kind: string, cases: readonly AnomalyCase[]] {
  if (write === undefined) {
    // Null is the state before any write.
    const cases =
      value === null
        ? []
        : [
            {
              record: { key, value },
              operations: [],
              tell: () =>
                `${source} reveals ${printEdn(value)} as a version of key ${printEdn(key)}, which no transaction wrote.`,
            },
          ];
    return ["phantom-version", cases];
  }
  const { completion, status } = write.transaction;
  if (status !== "fail") {
    return ["aborted-version", []];
  }
  return [
    "aborted-version",
    [
      {
        record: { key, value },
        operations: [completion],
        tell: (named) =>
          `${source} reveals ${printEdn(value)} as a version of key ${printEdn(key)}, which ${named(completion)} wrote; that failed.`,
      },
    ],
  ];
}

function lostWrite(source: string, { transaction, step }: Write): AnomalyCase {
  const { completion } = transaction;
  return {
    record: { key: step.key, value: step.value },
    operations: [completion],
    tell: (named) =>
      `${named(completion)} was told that its write of ${printEdn(step.value)} to key ${printEdn(step.key)} had happened; it is not among the versions that ${source} reveals.`,
  };
}
