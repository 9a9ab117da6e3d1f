/** One instance of an anomaly: Elle's record of it, and the sentence that tells it. */
import { type Datum, type DatumRecord, EdnSymbol, type Operation } from "@gossip-glomers/history";
import { condense } from "../finding/condense.ts";
import { type Naming, namingIn, sentence } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import type { Finding } from "../verdict.ts";

export interface AnomalyCase {
  /** What Elle's results hold for it: `{:op … :mop … :writer …}`, `{:cycle … :steps … :type …}`. */
  readonly record: DatumRecord;
  /** The operations that contradict each other, in the order in which they are told. */
  readonly operations: readonly Operation[];
  /** Tells it in a sentence or two. */
  readonly tell: (named: Naming) => string;
  /** Tells it at length, a line each. */
  readonly details?: () => readonly string[];
}

/** Cases by the name of the anomaly. */
export type Anomalies = Map<string, AnomalyCase[]>;

/** Adds cases of one kind; none are no entry. */
export function addCases(anomalies: Anomalies, kind: string, cases: readonly AnomalyCase[]): void {
  if (cases.length === 0) {
    return;
  }
  const known = anomalies.get(kind);
  if (known === undefined) {
    anomalies.set(kind, [...cases]);
    return;
  }
  for (const one of cases) {
    known.push(one);
  }
}

/** The finding of a kind: tells the case with the fewest operations, and how many more there are. */
export function findingOf(
  run: Run,
  kind: string,
  cases: readonly AnomalyCase[],
  severity: Finding["severity"],
): readonly Finding[] {
  const [first, ...others] = cases;
  if (first === undefined) return [];
  const { tell, operations, details } = others.reduce(
    (best, next) => (next.operations.length < best.operations.length ? next : best),
    first,
  );
  const last = operations.at(-1);
  const told = {
    sentence: `${kind}: ${sentence(tell(namingIn(run)))}`,
    ...(last === undefined ? {} : { at: last.time }),
    operations: operations.slice(0, MOST_OPERATIONS).map(({ index }) => index),
    details: details?.() ?? [],
  };
  return condense(run, kind, severity, [told], "", others.length);
}

/** A proof without a cycle may need every transaction of the run; nobody looks at so many. */
const MOST_OPERATIONS = 32;

/** The marker that stands for what is not known: the elements before one's own, the transactions in between. */
export const UNKNOWN: Datum = new EdnSymbol("...");
