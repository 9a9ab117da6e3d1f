/** Anomalies of what is seen: messages that should not be, and messages that should but are not. */
import type { Operation } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import { operationRecord } from "../datum/operation-record.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf, type LogCase, messageName, shown } from "./cases.ts";
import { messagesOf } from "./messages.ts";
import { getOrAdd, type VersionOrder } from "./version-order.ts";

/** `G1a`: an acknowledged poll has a message whose send failed. */
export function abortedReads({ completed, writerOf }: LogAnalysis): LogCase[] {
  const cases: LogCase[] = [];
  if (!completed.some(({ operation, sends }) => operation.type === "fail" && sends.length > 0)) return cases;
  for (const { operation, polls } of completed) {
    if (operation.type !== "ok") continue;
    for (const { key, messages } of polls) {
      const writers = writerOf.get(key);
      for (const { value } of messages) {
        const writer = writers?.get(value)?.operation;
        if (writer?.type === "fail") cases.push(abortedRead(key, value, writer, operation));
      }
    }
  }
  return cases;
}

function abortedRead(key: Identity, value: Identity, writer: Operation, reader: Operation): LogCase {
  return {
    record: {
      key: datumOf(key),
      value: datumOf(value),
      writer: operationRecord(writer),
      reader: operationRecord(reader),
    },
    size: 1,
    operations: [writer, reader],
    tell: (named) =>
      `${named(writer)} of ${messageName(key, value)} failed for certain, but ${named(reader)} has it.`,
  };
}

/** `precommitted-read`: an operation polls what it sends itself. Maelstrom's operations do one of both. */
export function precommittedReads({ completed }: LogAnalysis): LogCase[] {
  return completed.flatMap(({ operation, sends, polls }): LogCase[] => {
    if (sends.length === 0 || polls.length === 0) return [];
    for (const { key, messages } of sends) {
      const own = messages.find(
        ({ value }) => messagesOf(polls, key)?.some((polled) => polled.value === value) === true,
      );
      if (own === undefined) continue;
      return [
        {
          record: { op: operationRecord(operation), key: datumOf(key), value: datumOf(own.value) },
          size: 1,
          operations: [operation],
          tell: (named) => `${named(operation)} polled ${messageName(key, own.value)}, which it sent itself.`,
        },
      ];
    }
    return [];
  });
}

/** What is known of the messages that a key's log should have shown. */
interface Reach {
  /** The highest index that an acknowledged poll has reached; of a message at several, its first counts. */
  readonly bound: number;
  readonly firstIndexOf: ReadonlyMap<Identity, number>;
  readonly lastIndexOf: ReadonlyMap<Identity, number>;
}

function reachOf(order: VersionOrder, read: ReadonlySet<Identity>): Reach {
  const { firstIndexOf, lastIndexOf } = indicesOf(order);
  let bound = -1;
  for (const value of read) bound = Math.max(bound, firstIndexOf.get(value) ?? -1);
  return { bound, firstIndexOf, lastIndexOf };
}

function indicesOf({ log, indexOf, isOneToOne }: VersionOrder): Omit<Reach, "bound"> {
  if (isOneToOne) return { firstIndexOf: indexOf, lastIndexOf: indexOf };
  const firstIndexOf = new Map<Identity, number>();
  const lastIndexOf = new Map<Identity, number>();
  for (const [index, { values }] of log.entries()) {
    for (const value of values) {
      if (!firstIndexOf.has(value)) firstIndexOf.set(value, index);
      lastIndexOf.set(value, index);
    }
  }
  return { firstIndexOf, lastIndexOf };
}

/**
 * `lost-write`: a message surely sent, that no acknowledged poll has, although polls have reached beyond it.
 *
 * A message may be at several offsets and an offset may have several messages. So that neither makes a message lost
 * that is not, polls have reached where a message they have is *first*, and must have had what is *last* below.
 */
export function lostWrites(analysis: LogAnalysis): LogCase[] {
  const { acknowledgedReads, orders, writerOf, readersOf, happened } = analysis;
  return [...acknowledgedReads].flatMap(([key, read]) => {
    const order = orders.get(key);
    // Most logs end where polls have ended, and every message of them was read.
    if (order === undefined || (order.isOneToOne && order.byIndex.every((value) => read.has(value))))
      return [];
    const { bound, firstIndexOf, lastIndexOf } = reachOf(order, read);
    const due = [...lastIndexOf].filter(([, last]) => last <= bound).sort(([, a], [, b]) => a - b);
    const farthest = due.findLast(([, last]) => last === bound)?.[0];
    const reader = farthest === undefined ? undefined : readersOf.get(key)?.get(farthest)?.[0]?.operation;
    return due.flatMap(([value]): LogCase[] => {
      const writer = writerOf.get(key)?.get(value);
      if (read.has(value) || writer === undefined || !happened(writer)) return [];
      return [lost(key, value, firstIndexOf.get(value) ?? 0, bound, writer.operation, farthest, reader)];
    });
  });
}

function lost(
  key: Identity,
  value: Identity,
  index: number,
  bound: number,
  writer: Operation,
  farthest: Identity | undefined,
  reader: Operation | undefined,
): LogCase {
  return {
    record: {
      key: datumOf(key),
      value: datumOf(value),
      index,
      "max-read-index": bound,
      writer: operationRecord(writer),
      "max-read": reader === undefined ? null : operationRecord(reader),
    },
    size: 1,
    operations: [writer, ...(reader === undefined ? [] : [reader])],
    tell: (named) =>
      `No poll ever has ${messageName(key, value)}, which ${named(writer)} sent, although ` +
      `${reader === undefined ? "polls" : named(reader)} reached beyond it` +
      `${farthest === undefined ? "" : `, to message ${shown(farthest)}`}.`,
  };
}

/** A message that a poll has although nobody sent it. */
export function phantoms({ completed, writerOf, readersOf }: LogAnalysis): LogCase[] {
  const seen = new Map<Identity, Set<Identity>>();
  const cases: LogCase[] = [];
  if (isEachSent(readersOf, writerOf)) return cases;
  for (const { operation, polls } of completed) {
    for (const { key, messages } of polls) {
      const writers = writerOf.get(key);
      for (const { value, offset } of messages) {
        if (writers?.has(value) === true) continue;
        const known = getOrAdd(seen, key, () => new Set<Identity>());
        if (known.has(value)) continue;
        known.add(value);
        cases.push({
          record: { key: datumOf(key), value: datumOf(value), reader: operationRecord(operation) },
          size: 1,
          operations: [operation],
          tell: (named) =>
            `${named(operation)} has ${messageName(key, value)} at offset ${offset}, which nobody sent.`,
        });
      }
    }
  }
  return cases;
}

function isEachSent(readersOf: LogAnalysis["readersOf"], writerOf: LogAnalysis["writerOf"]): boolean {
  for (const [key, readers] of readersOf) {
    const writers = writerOf.get(key);
    for (const value of readers.keys()) if (writers?.has(value) !== true) return false;
  }
  return true;
}

/** Keys of which acknowledged polls spoke but never had a message. */
export function emptyKeys({ acknowledgedReads }: LogAnalysis): readonly Identity[] {
  return [...acknowledgedReads].filter(([, read]) => read.size === 0).map(([key]) => key);
}
