/** How the findings of checkers that see a history alone name its operations and values. */
import { type Datum, type Operation, operationDatum, printEdn, Tagged } from "@gossip-glomers/history";
import { seconds } from "../finding/phrase.ts";
import type { Finding } from "../verdict.ts";

/** `the read by process 3 (operation 41, 2.310 s)`. */
export function named(operation: Operation): string {
  return `the ${operation.f} by process ${operation.process} (operation ${operation.index}, ${seconds(operation.time)})`;
}

/** A value as EDN, cut where it would drown the sentence. */
export function quoted(datum: Datum, limit = 80): string {
  const text = printEdn(datum);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** The text with a capital at its start, for the start of a sentence. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A finding on operations of the history; it happened when the first of them did. */
export function findingOn(
  operations: readonly Operation[],
  kind: string,
  severity: Finding["severity"],
  summary: string,
  details: readonly string[] = [],
): Finding {
  const [first] = operations;
  return {
    kind,
    severity,
    summary: sentence(summary),
    ...(first === undefined ? {} : { at: first.time }),
    operations: operations.map(({ index }) => index),
    messages: [],
    details,
  };
}

/** An operation as results hold it: `#jepsen.history.Op{…}`. */
export function operationRecord(operation: Operation): Tagged {
  return new Tagged("jepsen.history.Op", operationDatum(operation));
}
