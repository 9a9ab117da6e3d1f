/** A Kafka history with the questions that every anomaly asks answered once. Read messages.ts first. */
import type { Operation } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import type { Run } from "../run/run.ts";
import { isLogFunction, type LogOperation, logOperation, type MessagesByKey } from "./messages.ts";
import { getOrAdd, type VersionOrders, versionOrders } from "./version-order.ts";

/** Something by key and message. */
export type ByMessage<Value> = ReadonlyMap<Identity, ReadonlyMap<Identity, Value>>;

export interface LogAnalysis {
  readonly run: Run;
  /** All client operations, assigns and crashes included, in order. */
  readonly history: readonly Operation[];
  /** Completed sends and polls, in order. */
  readonly completed: readonly LogOperation[];
  /** The same by index; also of invocations, which hold nothing. */
  readonly logOperationAt: ReadonlyMap<number, LogOperation>;
  readonly orders: VersionOrders;
  /** Who sent a message; the last, if several did. */
  readonly writerOf: ByMessage<LogOperation>;
  /** Whose polls have a message. */
  readonly readersOf: ByMessage<readonly LogOperation[]>;
  /** Messages by key that an acknowledged poll has; a key that such polls got in vain has none. */
  readonly acknowledgedReads: ReadonlyMap<Identity, ReadonlySet<Identity>>;
  /** Whether an operation surely happened: it was acknowledged, or what it sent was read. */
  readonly happened: (operation: LogOperation) => boolean;
}

/** @throws {MalformedOperationError} if a send or a poll is not as messages.ts says */
export function analyse(run: Run): LogAnalysis {
  const ofClients: Operation[] = [];
  const completed: LogOperation[] = [];
  for (const operation of run.history) {
    const { process, type, f } = operation;
    if (process === "nemesis") continue;
    ofClients.push(operation);
    if (type !== "invoke" && isLogFunction(f)) completed.push(logOperation(operation));
  }
  const index: MessageIndex = { writerOf: new Map(), readersOf: new Map(), acknowledgedReads: new Map() };
  const logOperationAt = new Map<number, LogOperation>();
  for (const operation of completed) {
    logOperationAt.set(operation.operation.index, operation);
    enter(index, operation);
  }
  const { acknowledgedReads } = index;
  const happened = ({ operation, sends }: LogOperation): boolean =>
    operation.type === "ok" || (operation.type === "info" && isRead(sends, acknowledgedReads));
  return {
    run,
    history: ofClients,
    completed,
    logOperationAt,
    orders: versionOrders(completed, happened),
    ...index,
    happened,
  };
}

/** Who sent and who has read each message, while it is put together. */
interface MessageIndex {
  readonly writerOf: Map<Identity, Map<Identity, LogOperation>>;
  readonly readersOf: Map<Identity, Map<Identity, LogOperation[]>>;
  readonly acknowledgedReads: Map<Identity, Set<Identity>>;
}

// A function of its own, since V8 compiles what loops over a whole history anew in the midst of each history.
function enter({ writerOf, readersOf, acknowledgedReads }: MessageIndex, operation: LogOperation): void {
  for (const { key, messages } of operation.sends) {
    const writers = getOrAdd(writerOf, key, () => new Map<Identity, LogOperation>());
    for (const { value } of messages) writers.set(value, operation);
  }
  for (const { key, messages } of operation.polls) {
    const readers = getOrAdd(readersOf, key, () => new Map<Identity, LogOperation[]>());
    for (const { value } of messages) getOrAdd(readers, value, (): LogOperation[] => []).push(operation);
    if (operation.operation.type !== "ok") continue;
    const read = getOrAdd(acknowledgedReads, key, () => new Set<Identity>());
    for (const { value } of messages) read.add(value);
  }
}

function isRead(sends: MessagesByKey, reads: ReadonlyMap<Identity, ReadonlySet<Identity>>): boolean {
  return sends.some(({ key, messages }) => {
    const read = reads.get(key);
    return read !== undefined && messages.some(({ value }) => read.has(value));
  });
}
