/**
 * The checker of g-counter and pn-counter (MAELSTROM.md 10.5).
 *
 * The last reads must be a sum that the adds allow: acknowledged adds count, failed ones do not, and of each
 * indeterminate one nobody knows. Reads before the last ones are not judged, because a counter may lag; what is
 * impossible even so is told as a warning. Read ranges.ts first.
 */
import { type Datum, EdnList, type Operation } from "@gossip-glomers/history";
import { operationRecord } from "../datum/operation-record.ts";
import { MalformedOperationError } from "../run/malformed-operation.ts";
import type { Run } from "../run/run.ts";
import type { Verdict } from "../verdict.ts";
import { counterFindings } from "./findings.ts";
import { type IntegerRange, includes, withOptional } from "./ranges.ts";

/**
 * More ranges than deltas of a Maelstrom run can make. Adds of 1, 10, 100, … by another client would double the
 * ranges with each indeterminate add.
 */
const MOST_RANGES = 10_000;

/** What the adds of a history allow its counter to be. */
export interface CounterTotals {
  /** Sum of the acknowledged adds. */
  readonly acknowledged: number;
  readonly indeterminate: readonly Operation[];
  /** Every total that the adds allow; null if there are too many to tell. */
  readonly acceptable: readonly IntegerRange[] | null;
  readonly finalReads: readonly Operation[];
  /** The last reads whose value is not acceptable. */
  readonly wrong: readonly Operation[];
}

/**
 * Judges the last reads of a counter.
 *
 * @returns Maelstrom's `errors`, `final-reads` and `acceptable`. Without a last read the verdict is true, as
 * Maelstrom's is, with a warning. It is unknown only if the indeterminate adds allow too many sums to tell.
 * @throws {MalformedOperationError} if an add or a last read is no integer
 */
export function checkCounter(run: Run): Verdict {
  const totals = totalsOf(run.history);
  const { acceptable, finalReads, wrong } = totals;
  return {
    valid: acceptable === null ? "unknown" : wrong.length === 0,
    result: {
      errors: wrong.length === 0 ? null : new EdnList(wrong.map(operationRecord)),
      "final-reads": new EdnList(finalReads.map(({ value }) => value)),
      acceptable: new EdnList((acceptable ?? []).map(({ lowest, highest }): Datum => [lowest, highest])),
    },
    findings: counterFindings(run, totals),
  };
}

function totalsOf(history: readonly Operation[]): CounterTotals {
  let acknowledged = 0;
  const indeterminate: Operation[] = [];
  const finalReads: Operation[] = [];
  for (const operation of history) {
    if (operation.f === "add" && operation.type === "ok") acknowledged += deltaOf(operation);
    else if (operation.f === "add" && operation.type === "info") indeterminate.push(operation);
    else if (operation.f === "read" && operation.type === "ok" && operation.final === true)
      finalReads.push(operation);
  }
  const acceptable = acceptableTotals(acknowledged, indeterminate);
  const wrong = acceptable === null ? [] : finalReads.filter((read) => !includes(acceptable, totalOf(read)));
  return { acknowledged, indeterminate, acceptable, finalReads, wrong };
}

function acceptableTotals(acknowledged: number, adds: readonly Operation[]): readonly IntegerRange[] | null {
  let ranges: readonly IntegerRange[] = [{ lowest: acknowledged, highest: acknowledged }];
  for (const add of adds) {
    ranges = withOptional(ranges, deltaOf(add));
    if (ranges.length > MOST_RANGES) return null;
  }
  return ranges;
}

/** How much an add adds. */
export function deltaOf(add: Operation): number {
  const { value } = add;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new MalformedOperationError(add, "an integer below 2^53");
}

/** What a read got; a broken counter may well have got beyond 2^53. */
export function totalOf(read: Operation): number | bigint {
  const { value } = read;
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) return value;
  throw new MalformedOperationError(read, "an integer");
}
