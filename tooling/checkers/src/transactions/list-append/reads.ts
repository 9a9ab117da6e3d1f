/**
 * What is wrong with single reads of list-append, without any cycle (MAELSTROM.md 15.3).
 *
 * Most keys of most histories are coherent: each read is a prefix of the version order. For such a key one look at the
 * order answers for all of its reads, so the reads themselves are looked at only where there is something to find.
 */
import { type Datum, type Operation, printEdn } from "@gossip-glomers/history";
import { identityOf } from "../../datum/identity.ts";
import { operationRecord } from "../../datum/operation-record.ts";
import { type Anomalies, type AnomalyCase, addCases } from "../anomaly-case.ts";
import { microOperationDatum } from "../explain/micro-operation.ts";
import { isPrefix, type KeyHistory, type Read } from "./key-history.ts";

/** Aborted, intermediate, duplicate and incompatible reads of every key. */
export function addReadAnomalies(keys: Iterable<KeyHistory>, anomalies: Anomalies): void {
  for (const key of keys) {
    addCases(anomalies, "G1a", abortedReads(key));
    addCases(anomalies, "G1b", intermediateReads(key));
    if (!key.coherent) {
      addCases(anomalies, "duplicate-elements", duplicateElements(key));
      addCases(anomalies, "incompatible-order", incompatibleOrders(key));
    }
  }
}

/** G1a: a read contains what a failed transaction appended. */
function abortedReads(key: KeyHistory): readonly AnomalyCase[] {
  if (!key.hasFailedAppend) {
    return [];
  }
  return key.reads.filter(isCertain).flatMap((read) =>
    read.elements.flatMap((element): AnomalyCase[] => {
      const writer = key.appends.get(identityOf(element))?.transaction;
      if (writer?.status !== "fail") {
        return [];
      }
      const reader = read.transaction.completion;
      return [
        readCase(read, writer.completion, element, (named) => {
          const why =
            writer.completion.error === undefined ? "" : ` with ${printEdn(writer.completion.error)}`;
          return `${named(reader)} read ${printEdn(read.step.value)} of key ${printEdn(key.key)}, but ${printEdn(element)} was appended by ${named(writer.completion)}, which failed${why}: nobody may see it.`;
        }),
      ];
    }),
  );
}

/** G1b: a read ends in an append that another transaction followed up with a further one. */
function intermediateReads(key: KeyHistory): readonly AnomalyCase[] {
  if (!key.hasIntermediateAppend) {
    return [];
  }
  return key.reads.filter(isCertain).flatMap((read): AnomalyCase[] => {
    const last = read.elements[read.elements.length - 1];
    const append = last === undefined ? undefined : key.appends.get(identityOf(last));
    if (
      last === undefined ||
      append === undefined ||
      append.final ||
      append.transaction === read.transaction
    ) {
      return [];
    }
    const writer = append.transaction.completion;
    return [
      readCase(
        read,
        writer,
        last,
        (named) =>
          `${named(read.transaction.completion)} read ${printEdn(read.step.value)} of key ${printEdn(key.key)}, which ends in ${printEdn(last)}: ${named(writer)} appended that and then more to the key, so its transaction was seen half done.`,
      ),
    ];
  });
}

/** An element stands twice in one read, although every append is unique. */
function duplicateElements(key: KeyHistory): readonly AnomalyCase[] {
  return key.reads.flatMap((read): AnomalyCase[] => {
    const counts = new Map<Datum, number>();
    const representative = new Map(read.elements.map((element) => [identityOf(element), element]));
    for (const element of read.elements) {
      const same = representative.get(identityOf(element)) ?? element;
      counts.set(same, (counts.get(same) ?? 0) + 1);
    }
    const duplicates = new Map([...counts].filter(([, count]) => count > 1));
    if (duplicates.size === 0) {
      return [];
    }
    const reader = read.transaction.completion;
    const shown = [...duplicates].map(([element, count]) => `${printEdn(element)} ${count} times`);
    return [
      {
        record: { op: operationRecord(reader), mop: microOperationDatum(read.step, "append"), duplicates },
        operations: [reader],
        tell: (named) =>
          `${named(reader)} read ${printEdn(read.step.value)} of key ${printEdn(key.key)}, which holds ${shown.join(" and ")}, although it was appended once.`,
      },
    ];
  });
}

/** Two reads of which neither begins the other, so that they are of two different orders of appends. */
function incompatibleOrders(key: KeyHistory): readonly AnomalyCase[] {
  const byValue = new Map(key.reads.map((read) => [identityOf([...read.elements]), read]));
  const sorted = [...byValue.values()].sort((a, b) => a.elements.length - b.elements.length);
  for (const [i, longer] of sorted.entries()) {
    const shorter = sorted[i - 1];
    if (shorter !== undefined && !isPrefix(shorter.elements, longer.elements)) {
      const operations = [shorter.transaction.completion, longer.transaction.completion];
      return [
        {
          record: { key: key.key, values: [shorter.elements, longer.elements] },
          operations,
          tell: (named) =>
            `${named(shorter.transaction.completion)} read ${printEdn(shorter.elements)} of key ${printEdn(key.key)} and ${named(longer.transaction.completion)} read ${printEdn(longer.elements)}: neither begins the other, so no one order of appends can have led to both.`,
        },
      ];
    }
  }
  return [];
}

/** Whether the read surely happened: what a transaction of unknown outcome says is a placeholder. */
function isCertain(read: Read): boolean {
  return read.transaction.status === "ok";
}

function readCase(read: Read, writer: Operation, element: Datum, tell: AnomalyCase["tell"]): AnomalyCase {
  const reader = read.transaction.completion;
  return {
    record: {
      op: operationRecord(reader),
      mop: microOperationDatum(read.step, "append"),
      writer: operationRecord(writer),
      element,
    },
    operations: [writer, reader],
    tell,
  };
}
