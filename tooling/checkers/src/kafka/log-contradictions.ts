/** Anomalies of a log by itself: one message at two offsets, two messages at one. */
import type { Identity } from "../datum/identity.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf, type LogCase, messageName, shown, whoSaw } from "./cases.ts";

/** `duplicate`: a message is at two or more offsets of a key. */
export function duplicates(analysis: LogAnalysis): LogCase[] {
  const cases: LogCase[] = [];
  for (const [key, { log, isOneToOne }] of analysis.orders) {
    if (isOneToOne) continue;
    const offsetsOf = new Map<Identity, [number, ...number[]]>();
    for (const { offset, values } of log) {
      for (const value of values) {
        const offsets = offsetsOf.get(value);
        if (offsets === undefined) offsetsOf.set(value, [offset]);
        else offsets.push(offset);
      }
    }
    for (const [value, offsets] of offsetsOf) {
      const [first, second] = offsets;
      if (second !== undefined) cases.push(duplicate(analysis, key, value, offsets, first, second));
    }
  }
  return cases;
}

function duplicate(
  analysis: LogAnalysis,
  key: Identity,
  value: Identity,
  offsets: readonly number[],
  first: number,
  second: number,
): LogCase {
  const witnesses = [first, second].map((offset) => whoSaw(analysis, key, value, offset)?.operation);
  const [one, other] = witnesses;
  return {
    record: { key: datumOf(key), value: datumOf(value), count: offsets.length, offsets },
    size: offsets.length,
    operations: witnesses.flatMap((witness) => witness ?? []),
    tell: (named) =>
      `The log holds ${messageName(key, value)} at ${offsets.length} offsets, ${offsets.join(", ")}: ` +
      `${one === undefined ? "" : named(one)} has it at ${first}, ` +
      `${other === undefined ? "" : named(other)} at ${second}.`,
  };
}

/** `inconsistent-offsets`: an offset of a key has two or more messages. */
export function inconsistentOffsets(analysis: LogAnalysis): LogCase[] {
  const cases: LogCase[] = [];
  for (const [key, { log, isOneToOne }] of analysis.orders) {
    if (isOneToOne) continue;
    for (const [index, { offset, values }] of log.entries()) {
      const [first, second] = values;
      if (first === undefined || second === undefined) continue;
      const witnesses = [first, second].map((value) => whoSaw(analysis, key, value, offset)?.operation);
      const [one, other] = witnesses;
      cases.push({
        record: {
          key: datumOf(key),
          offset,
          index,
          values: new Set([...values].sort(ascending).map(datumOf)),
        },
        size: values.length,
        operations: witnesses.flatMap((witness) => witness ?? []),
        tell: (named) =>
          `Offset ${offset} of key ${shown(key)} has ${values.length} messages: ${shown(first)} in ` +
          `${one === undefined ? "" : named(one)}, ${shown(second)} in ${other === undefined ? "" : named(other)}.`,
      });
    }
  }
  return cases;
}

/** Numbers by size, everything else by text. */
export function ascending(a: Identity, b: Identity): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
