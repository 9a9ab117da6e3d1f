/** What there is to say about a counter's reads, in sentences. */
import type { Operation } from "@gossip-glomers/history";
import { type Anomaly, condense } from "../finding/condense.ts";
import { count, namingIn, sentence } from "../finding/phrase.ts";
import { pairCalls } from "../run/calls.ts";
import type { Run } from "../run/run.ts";
import type { Finding } from "../verdict.ts";
import { causeOf, sumsInWords } from "./by-node.ts";
import { type CounterTotals, deltaOf, totalOf } from "./counter.ts";
import type { IntegerRange } from "./ranges.ts";

export function counterFindings(run: Run, totals: CounterTotals): readonly Finding[] {
  return [
    ...undecided(run, totals),
    ...wrongTotals(run, totals),
    ...noFinalRead(run, totals),
    ...disagreement(run, totals),
    ...impossibleReads(run),
  ];
}

function undecided(run: Run, { acceptable, indeterminate }: CounterTotals): readonly Finding[] {
  if (acceptable !== null) return [];
  const summary = `Not decided: ${count(indeterminate.length, "indeterminate add")} allow too many different sums.`;
  return condense(run, "undecided", "warning", [
    {
      sentence: summary,
      at: indeterminate[0]?.time ?? 0,
      operations: indeterminate.slice(0, 1).map(({ index }) => index),
    },
  ]);
}

/** Reads of the same wrong value are one finding: three nodes that agree on 153 tell one story, not three. */
function wrongTotals(run: Run, totals: CounterTotals): readonly Finding[] {
  const { wrong, acceptable, acknowledged, indeterminate } = totals;
  const byValue = new Map<number | bigint, [Operation, ...Operation[]]>();
  for (const read of wrong) {
    const reads = byValue.get(totalOf(read));
    if (reads === undefined) byValue.set(totalOf(read), [read]);
    else reads.push(read);
  }
  return [...byValue].flatMap(([value, reads]) => {
    const [first] = reads;
    const others = reads.length > 1 ? `, as did ${count(reads.length - 1, "other last read")}` : "";
    const sum =
      indeterminate.length === 0
        ? `the acknowledged adds make ${acknowledged}`
        : `the acknowledged adds make ${acknowledged} and ${count(indeterminate.length, "indeterminate add")} ` +
          `may add to that, so it should be ${inWords(acceptable ?? [])}`;
    const gap = Number(value) - nearest(acceptable ?? [], Number(value));
    const difference = gap > 0 ? `${gap} too much` : `${-gap} too little`;
    const cause = causeOf(run, Number(value), run.carriers.get(first.index)?.node);
    return condense(run, "wrong-total", "error", [
      {
        sentence: `In the end ${namingIn(run)(first)} got ${value}${others}, but ${sum}. That is ${difference}${cause}.`,
        at: first.time,
        operations: [...reads, ...indeterminate.slice(0, MOST_INDETERMINATE)].map(({ index }) => index),
        details: sumsInWords(run),
      },
    ]);
  });
}

/** So many adds of unknown outcome are named. */
const MOST_INDETERMINATE = 8;

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

function noFinalRead(run: Run, { finalReads }: CounterTotals): readonly Finding[] {
  if (finalReads.length > 0) return [];
  const summary =
    "No last read succeeded, so nothing was checked. Maelstrom calls that valid; find out why the last reads failed.";
  return condense(run, "no-final-read", "warning", [{ sentence: summary }]);
}

/** Indeterminate adds can make two different totals acceptable, but not on two nodes after all is quiet. */
function disagreement(run: Run, { finalReads, wrong }: CounterTotals): readonly Finding[] {
  const [first] = finalReads;
  const other = finalReads.find((read) => first !== undefined && read.value !== first.value);
  if (first === undefined || other === undefined || wrong.length > 0) return [];
  const summary =
    `The nodes do not agree in the end: ${namingIn(run)(first)} got ${totalOf(first)}, ${namingIn(run)(other)} got ` +
    `${totalOf(other)}. Maelstrom accepts both, as each is a sum that the indeterminate adds allow.`;
  return condense(run, "disagreement", "warning", [
    { sentence: summary, at: first.time, operations: [first.index, other.index] },
  ]);
}

/**
 * Reads that no order of the adds allows: more than all positive adds invoked so far, or less than all negative
 * ones. Maelstrom does not look at reads before the last ones.
 */
function impossibleReads(run: Run): readonly Finding[] {
  const failed = new Set(
    pairCalls(run.history).flatMap(({ invocation, completion }) =>
      completion?.type === "fail" ? [invocation] : [],
    ),
  );
  const anomalies: Anomaly[] = [];
  let lowest = 0;
  let highest = 0;
  for (const operation of run.history) {
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
          `${namingIn(run)(operation)} got ${value}, but the adds sent until then sum to something between ${lowest} and ${highest}.`,
        ),
        at: operation.time,
        operations: [operation.index],
      });
    }
  }
  return condense(run, "impossible-read", "warning", anomalies, "Maelstrom judges only the last reads.");
}
