/** What there is to say about a counter's reads, in sentences. */
import type { Operation } from "@gossip-glomers/history";
import { type Anomaly, condense } from "../finding/condense.ts";
import { count } from "../finding/phrase.ts";
import { pairCalls } from "../shared/pairing.ts";
import { findingOn, named, sentence } from "../shared/wording.ts";
import type { Finding } from "../verdict.ts";
import { type CounterTotals, deltaOf, totalOf } from "./counter.ts";
import type { IntegerRange } from "./ranges.ts";

export function counterFindings(history: readonly Operation[], totals: CounterTotals): Finding[] {
  return [
    ...undecided(totals),
    ...wrongTotals(totals),
    ...noFinalRead(totals),
    ...disagreement(totals),
    ...impossibleReads(history),
  ];
}

function undecided({ acceptable, indeterminate }: CounterTotals): Finding[] {
  if (acceptable !== null) return [];
  const summary = `Not decided: ${count(indeterminate.length, "indeterminate add")} allow too many different sums.`;
  return [findingOn(indeterminate.slice(0, 1), "undecided", "warning", summary)];
}

/** Reads of the same wrong value are one finding: three nodes that agree on 153 tell one story, not three. */
function wrongTotals({ wrong, acceptable, acknowledged, indeterminate }: CounterTotals): Finding[] {
  const byValue = new Map<number | bigint, [Operation, ...Operation[]]>();
  for (const read of wrong) {
    const reads = byValue.get(totalOf(read));
    if (reads === undefined) byValue.set(totalOf(read), [read]);
    else reads.push(read);
  }
  return [...byValue].map(([value, reads]) => {
    const others = reads.length > 1 ? ` and ${count(reads.length - 1, "other last read")}` : "";
    const sum =
      indeterminate.length === 0
        ? `the acknowledged adds make ${acknowledged}`
        : `the acknowledged adds make ${acknowledged} and ${count(indeterminate.length, "indeterminate add")} ` +
          `may add to that, so it should be ${inWords(acceptable ?? [])}`;
    const gap = Number(value) - nearest(acceptable ?? [], Number(value));
    const cause = gap > 0 ? `${gap} too much` : `${-gap} too little`;
    const summary = `The last read, ${named(reads[0])}${others}, got ${value}, but ${sum}. That is ${cause}.`;
    return findingOn([...reads, ...indeterminate], "wrong-total", "error", summary);
  });
}

/** The acceptable total that is closest to the value. */
function nearest(acceptable: readonly IntegerRange[], value: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (const { lowest, highest } of acceptable) {
    const candidate = Math.min(Math.max(value, lowest), highest);
    if (Math.abs(candidate - value) < Math.abs(best - value)) best = candidate;
  }
  return best;
}

function inWords(ranges: readonly IntegerRange[]): string {
  const texts = ranges.map(({ lowest, highest }) =>
    lowest === highest ? `${lowest}` : `${lowest} to ${highest}`,
  );
  return texts.length <= 4 ? texts.join(" or ") : `${texts.slice(0, 3).join(", ")} … or ${texts.at(-1)}`;
}

function noFinalRead({ finalReads }: CounterTotals): Finding[] {
  if (finalReads.length > 0) return [];
  const summary =
    "No last read succeeded, so nothing was checked. Maelstrom calls that valid; find out why the last reads failed.";
  return [findingOn([], "no-final-read", "warning", summary)];
}

/** Indeterminate adds can make two different totals acceptable, but not on two nodes after all is quiet. */
function disagreement({ finalReads, wrong }: CounterTotals): Finding[] {
  const [first] = finalReads;
  const other = finalReads.find((read) => first !== undefined && read.value !== first.value);
  if (first === undefined || other === undefined || wrong.length > 0) return [];
  const summary =
    `The nodes do not agree in the end: ${named(first)} got ${totalOf(first)}, ${named(other)} got ` +
    `${totalOf(other)}. Maelstrom accepts both, as each is a sum that the indeterminate adds allow.`;
  return [findingOn([first, other], "disagreement", "warning", summary)];
}

/**
 * Reads that no order of the adds allows: more than all positive adds invoked so far, or less than all negative
 * ones. Maelstrom does not look at reads before the last ones.
 */
function impossibleReads(history: readonly Operation[]): readonly Finding[] {
  const failed = new Set(
    pairCalls(history).flatMap(({ invocation, completion }) =>
      completion?.type === "fail" ? [invocation] : [],
    ),
  );
  const anomalies: Anomaly[] = [];
  let lowest = 0;
  let highest = 0;
  for (const operation of history) {
    const { f, type, final } = operation;
    if (f === "add" && type === "invoke" && !failed.has(operation)) {
      const delta = deltaOf(operation);
      if (delta < 0) lowest += delta;
      else highest += delta;
    } else if (f === "read" && type === "ok" && final !== true) {
      const value = totalOf(operation);
      if (value >= lowest && value <= highest) continue;
      anomalies.push({
        sentence: sentence(
          `${named(operation)} got ${value}, but the adds sent until then sum to something between ${lowest} and ${highest}.`,
        ),
        at: operation.time,
        operations: [operation.index],
      });
    }
  }
  return condense("impossible-read", "warning", anomalies, "Maelstrom judges only the last reads.");
}
