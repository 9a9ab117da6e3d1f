/** Histories of transactions as scripts: who does what, and how it ends. */
import { type Datum, type Operation, type OperationType, readEdn } from "@gossip-glomers/history";

export interface ScriptedTransaction {
  readonly type: Exclude<OperationType, "invoke">;
  /** As EDN: `[[:append 1 1] [:r 2 [1 2]]]`. */
  readonly steps: string;
  /** What was asked for, if the reply changed it. */
  readonly asked?: string;
  readonly process?: number;
}

export function ok(steps: string, more: Partial<ScriptedTransaction> = {}): ScriptedTransaction {
  return { type: "ok", steps, ...more };
}

export function fail(steps: string): ScriptedTransaction {
  return { type: "fail", steps };
}

export function info(steps: string): ScriptedTransaction {
  return { type: "info", steps };
}

/** Each transaction ends before the next one begins. */
export function serial(...transactions: readonly ScriptedTransaction[]): readonly Operation[] {
  return indexed(transactions.flatMap((transaction, i) => [begin(transaction, i), end(transaction, i)]));
}

/** All transactions begin before one of them ends; each has a process of its own. */
export function concurrent(...transactions: readonly ScriptedTransaction[]): readonly Operation[] {
  return indexed([...transactions.map(begin), ...transactions.map(end)]);
}

type Unnumbered = Omit<Operation, "index" | "time">;

function begin({ steps, asked = steps, process }: ScriptedTransaction, i: number): Unnumbered {
  return { type: "invoke", process: process ?? i, f: "txn", value: unread(readEdn(asked)) };
}

function end({ type, steps, process }: ScriptedTransaction, i: number): Unnumbered {
  return { type, process: process ?? i, f: "txn", value: readEdn(steps) };
}

/** A request does not know yet what its reads will give. */
function unread(transaction: Datum): Datum {
  return Array.isArray(transaction)
    ? transaction.map(([f, key, value]) => (f.name === "r" ? [f, key, null] : [f, key, value]))
    : transaction;
}

function indexed(operations: readonly Unnumbered[]): readonly Operation[] {
  return operations.map((operation, index) => ({ ...operation, index, time: index * 1_000_000 }));
}
