/** Histories of transactions as scripts: who does what, and how it ends. */
import {
  type Datum,
  isVector,
  Keyword,
  type Operation,
  type OperationType,
  readEdn,
} from "@gossip-glomers/history";

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
  return timed(...transactions.map((transaction, i) => [2 * i, 2 * i + 1, transaction] as const));
}

/** All transactions begin before one of them ends; each has a process of its own. */
export function concurrent(...transactions: readonly ScriptedTransaction[]): readonly Operation[] {
  return timed(...transactions.map((transaction) => [0, 1, transaction] as const));
}

/** Each transaction from one moment to another; at one moment, ends come after beginnings. */
export function timed(
  ...intervals: readonly (readonly [from: number, to: number, transaction: ScriptedTransaction])[]
): readonly Operation[] {
  return intervals
    .flatMap(([from, to, transaction], i) => [
      { moment: from, operation: begin(transaction, i) },
      { moment: to + 0.5, operation: end(transaction, i) },
    ])
    .sort((a, b) => a.moment - b.moment)
    .map(({ operation }, index) => ({ ...operation, index, time: index * 1_000_000 }));
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
  if (!isVector(transaction)) {
    return transaction;
  }
  return transaction.map((step) => {
    const [f = null, key = null, value = null] = isVector(step) ? step : [];
    return [f, key, f instanceof Keyword && f.name === "r" ? null : value];
  });
}
