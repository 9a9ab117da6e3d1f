/** Operations as results quote them. */
import { type DatumRecord, keyword, type Operation } from "@gossip-glomers/history";
import { showDatum } from "../datum.ts";
import type { MicroOperation } from "../transaction.ts";

/** An operation as a map with Jepsen's keys in Jepsen's order. */
export function operationDatum(operation: Operation): DatumRecord {
  const { index, time, type, process, f, value, error } = operation;
  return {
    index,
    time,
    type: keyword(type),
    process: typeof process === "string" ? keyword(process) : process,
    f: keyword(f),
    value,
    error,
  };
}

/** An operation in a sentence: `{:index 3, :time 12, :type :ok, …}`, as Elle's text files quote it. */
export function showOperation(operation: Operation): string {
  const fields = Object.entries(operationDatum(operation)).flatMap(([key, value]) =>
    value === undefined ? [] : [`:${key} ${showDatum(value)}`],
  );
  return `{${fields.join(", ")}}`;
}

/** A micro-operation as it stands in the transaction: `[:r 7 [1 2]]`. */
export function microOperationDatum(
  step: MicroOperation,
  write: "append" | "w",
): readonly [ReturnType<typeof keyword>, MicroOperation["key"], MicroOperation["value"]] {
  return [keyword(step.kind === "read" ? "r" : write), step.key, step.value];
}
