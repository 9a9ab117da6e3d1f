/** Micro-operations as results quote them. */
import { type Datum, keyword } from "@gossip-glomers/history";
import type { MicroOperation } from "../transaction.ts";

/** A micro-operation as it stands in the transaction: `[:r 7 [1 2]]`. */
export function microOperationDatum(step: MicroOperation, write: "append" | "w"): Datum {
  return [keyword(step.kind === "read" ? "r" : write), step.key, step.value];
}
