/** Micro-operations and operations as results and sentences quote them. */
import { type Datum, keyword, type Operation, operationDatum, printEdn } from "@gossip-glomers/history";
import type { MicroOperation } from "../transaction.ts";

/** A micro-operation as it stands in the transaction: `[:r 7 [1 2]]`. */
export function microOperationDatum(step: MicroOperation, write: "append" | "w"): Datum {
  return [keyword(step.kind === "read" ? "r" : write), step.key, step.value];
}

/** An operation as Elle's text files quote it: `{:index 3, :time 12, :type :ok, …}`. */
export function showOperation(operation: Operation): string {
  return printEdn(operationDatum(operation));
}
