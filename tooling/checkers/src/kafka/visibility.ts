/** Anomalies of what is seen: messages that should not be, and messages that should but are not. */
import type { Operation } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import { operationRecord } from "../datum/operation-record.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf, type LogCase, messageName, shown } from "./cases.ts";
import { messagesOf } from "./messages.ts";

/** `G1a`: an acknowledged poll has a message whose send failed. */
export function abortedReads({ completed, writerOf }: LogAnalysis): LogCase[] {
  return completed.flatMap(({ operation, polls }) => {
    if (operation.type !== "ok") return [];
    return [...polls].flatMap(([key, messages]) =>
      messages.flatMap(({ value }): LogCase[] => {
        const writer = writerOf.get(key)?.get(value)?.operation;
        if (writer?.type !== "fail") return [];
        return [
          {
            record: {
              key: datumOf(key),
              value: datumOf(value),
              writer: operationRecord(writer),
              reader: operationRecord(operation),
            },
            size: 1,
            operations: [writer, operation],
            tell: (named) =>
              `${named(writer)} of ${messageName(key, value)} failed for certain, but ${named(operation)} has it.`,
          },
        ];
      }),
    );
  });
}

/** `precommitted-read`: an operation polls what it sends itself. Maelstrom's operations do one of both. */
export function precommittedReads({ completed }: LogAnalysis): LogCase[] {
  return completed.flatMap(({ operation, sends, polls }): LogCase[] => {
    for (const [key, messages] of sends) {
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

function reachOf({ orders, acknowledgedReads }: LogAnalysis, key: Identity): Reach {
  const firstIndexOf = new Map<Identity, number>();
  const lastIndexOf = new Map<Identity, number>();
  for (const [index, { values }] of (orders.get(key)?.log ?? []).entries()) {
    for (const value of values) {
      if (!firstIndexOf.has(value)) firstIndexOf.set(value, index);
      lastIndexOf.set(value, index);
    }
  }
  let bound = -1;
  for (const value of acknowledgedReads.get(key) ?? [])
    bound = Math.max(bound, firstIndexOf.get(value) ?? -1);
  return { bound, firstIndexOf, lastIndexOf };
}

/**
 * `lost-write`: a message surely sent, that no acknowledged poll has, although polls have reached beyond it.
 *
 * A message may be at several offsets and an offset may have several messages. So that neither makes a message lost
 * that is not, polls have reached where a message they have is *first*, and must have had what is *last* below.
 */
export function lostWrites(analysis: LogAnalysis): LogCase[] {
  const { acknowledgedReads, writerOf, readersOf, happened } = analysis;
  return [...acknowledgedReads].flatMap(([key, read]) => {
    const { bound, firstIndexOf, lastIndexOf } = reachOf(analysis, key);
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
export function phantoms({ completed, writerOf }: LogAnalysis): LogCase[] {
  const seen = new Map<Identity, Set<Identity>>();
  return completed.flatMap(({ operation, polls }) =>
    [...polls].flatMap(([key, messages]) =>
      messages.flatMap(({ value, offset }): LogCase[] => {
        const known = seen.get(key) ?? new Set();
        seen.set(key, known);
        if (writerOf.get(key)?.has(value) === true || known.has(value)) return [];
        known.add(value);
        return [
          {
            record: { key: datumOf(key), value: datumOf(value), reader: operationRecord(operation) },
            size: 1,
            operations: [operation],
            tell: (named) =>
              `${named(operation)} has ${messageName(key, value)} at offset ${offset}, which nobody sent.`,
          },
        ];
      }),
    ),
  );
}

/** Keys of which acknowledged polls spoke but never had a message. */
export function emptyKeys({ acknowledgedReads }: LogAnalysis): readonly Identity[] {
  return [...acknowledgedReads].filter(([, read]) => read.size === 0).map(([key]) => key);
}
