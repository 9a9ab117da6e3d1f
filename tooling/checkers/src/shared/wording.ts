/** How findings name operations, values and times. */
import {
  type Datum,
  type Nanoseconds,
  type Operation,
  operationDatum,
  printEdn,
  Tagged,
} from "@gossip-glomers/history";
import type { Finding } from "../verdict.ts";

/** `12.345 s`. */
export function seconds(time: Nanoseconds): string {
  return `${(time / 1e9).toFixed(3)} s`;
}

/** `the read by process 3 (operation 41, 2.310 s)`. */
export function named(operation: Operation): string {
  return `the ${operation.f} by process ${operation.process} (operation ${operation.index}, ${seconds(operation.time)})`;
}

/** A value as EDN, cut where it would drown the sentence. */
export function quoted(datum: Datum, limit = 80): string {
  const text = printEdn(datum);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** `1 read`, `2 reads`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
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

/** How many findings of one kind are told in full: a node that loses everything would bury its first loss. */
const TOLD = 16;

/** The first findings of a kind, and one more that says how many there are in all. */
export function abridged(findings: readonly Finding[]): Finding[] {
  const last = findings.at(-1);
  if (last === undefined || findings.length <= TOLD) return [...findings];
  const summary = `In all ${findings.length} findings of the kind ${last.kind}; the first ${TOLD} are told.`;
  return [...findings.slice(0, TOLD), findingOn([], last.kind, last.severity, summary)];
}

/** An operation as results hold it: `#jepsen.history.Op{…}`. */
export function operationRecord(operation: Operation): Tagged {
  return new Tagged("jepsen.history.Op", operationDatum(operation));
}
