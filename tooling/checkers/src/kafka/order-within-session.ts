/**
 * Anomalies of one process: its polls, or its sends, of a key do not go on where the ones before left off.
 *
 * What a process has read is forgotten for keys that it no longer has assigned. Memory follows acknowledged polls
 * alone, so an acknowledged poll that got nothing of a key clears it too: what follows cannot be compared.
 */
import { type Datum, EdnList, type Operation, type Process } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../datum/identity.ts";
import { operationRecord } from "../datum/operation-record.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf, type LogCase, shown } from "./cases.ts";
import { gapOf } from "./gap.ts";
import { items } from "./messages.ts";
import type { Disorder } from "./order-within-operation.ts";
import { between, distance, getOrAdd } from "./version-order.ts";

/** By key, the operation that had it last and the last message it had, if any. */
type Memory = Map<Identity, { readonly operation: Operation; readonly value: Identity | undefined }>;

/** `poll-skip` and `nonmonotonic-poll`. */
export function pollsOfSessions(analysis: LogAnalysis): Disorder {
  const { history, logOperationAt, orders } = analysis;
  const skips: LogCase[] = [];
  const nonmonotonic: LogCase[] = [];
  const memories = new Map<Process, Memory>();
  for (const operation of history) {
    if (operation.type === "invoke") continue;
    const memory = getOrAdd(memories, operation.process, (): Memory => new Map());
    if (isAssignment(operation)) keepOnly(memory, operation.value);
    const current = logOperationAt.get(operation.index);
    if (current === undefined) continue;
    for (const { key, messages } of current.polls) {
      const before = memory.get(key);
      const from = before?.value;
      const to = messages[0]?.value;
      const order = orders.get(key);
      const delta = distance(order, from, to);
      if (before !== undefined && from !== undefined && to !== undefined && delta !== 1) {
        const skipped = between(order, from, to);
        const pair = [before.operation, operation] as const;
        if (delta > 1) skips.push(skip(analysis, key, delta, skipped, pair, from, to));
        else nonmonotonic.push(backwards(key, delta, pair, from, to, "polled"));
      }
      if (operation.type === "ok") memory.set(key, { operation, value: messages.at(-1)?.value });
    }
  }
  return { skips, nonmonotonic };
}

/** `nonmonotonic-send`: of two sends of a process to a key the later has the lower offset. */
export function sendsOfSessions({ history, logOperationAt, orders }: LogAnalysis): LogCase[] {
  const cases: LogCase[] = [];
  const memories = new Map<Process, Memory>();
  for (const operation of history) {
    if (operation.type === "invoke") continue;
    const memory = getOrAdd(memories, operation.process, (): Memory => new Map());
    if (isAssignment(operation)) keepOnly(memory, operation.value);
    const current = logOperationAt.get(operation.index);
    if (current === undefined || operation.type === "fail") continue;
    for (const { key, messages } of current.sends) {
      const before = memory.get(key);
      const from = before?.value;
      const to = messages[0]?.value;
      const delta = distance(orders.get(key), from, to);
      if (before !== undefined && from !== undefined && to !== undefined && delta < 1) {
        cases.push(backwards(key, delta, [before.operation, operation], from, to, "sent"));
      }
      memory.set(key, { operation, value: messages.at(-1)?.value });
    }
  }
  return cases;
}

/** Whether the operation has, or may have, changed what its process has assigned. */
function isAssignment({ f, type }: Operation): boolean {
  return (f === "assign" || f === "subscribe") && (type === "ok" || type === "info");
}

function keepOnly(memory: Memory, keys: Datum): void {
  const kept = new Set((items(keys) ?? []).map(identityOf));
  for (const key of memory.keys()) if (!kept.has(key)) memory.delete(key);
}

type Pair = readonly [Operation, Operation];

function skip(
  analysis: LogAnalysis,
  key: Identity,
  delta: number,
  skipped: readonly Identity[],
  [before, after]: Pair,
  from: Identity,
  to: Identity,
): LogCase {
  const gap = gapOf(analysis, key, skipped, to);
  return {
    record: {
      key: datumOf(key),
      delta,
      skipped: new EdnList(skipped.map(datumOf)),
      ops: [operationRecord(before), operationRecord(after)],
    },
    size: delta,
    operations: [before, after, ...gap.operations],
    tell: (named) =>
      `${named(before)} ended with message ${shown(from)} of key ${shown(key)} and ${named(after)} went on ` +
      `with ${shown(to)}, but ${gap.tell(named)}.`,
  };
}

function backwards(
  key: Identity,
  delta: number,
  [before, after]: Pair,
  from: Identity,
  to: Identity,
  verb: string,
): LogCase {
  return {
    record: {
      key: datumOf(key),
      values: [datumOf(from), datumOf(to)],
      delta,
      ops: [operationRecord(before), operationRecord(after)],
    },
    size: delta,
    operations: [before, after],
    tell: (named) =>
      `${named(before)} ${verb} message ${shown(from)} of key ${shown(key)} and ${named(after)} ` +
      `then ${delta === 0 ? "the same again" : `${shown(to)}, which is ${-delta} before it in the log`}.`,
  };
}
