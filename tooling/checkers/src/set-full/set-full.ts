/**
 * The checker of broadcast and g-set: Jepsen's `set-full` (MAELSTROM.md 12).
 *
 * Every acknowledged element must be in the reads in the end; how long that takes does not matter to the verdict
 * but is told as `stable-latencies`. Its quirks are kept: values that nobody added are ignored, and duplicates in a
 * read are never seen. Both are findings of ours. Read timeline.ts first.
 */
import { type Datum, type DatumRecord, EdnList, keyword, type Operation } from "@gossip-glomers/history";
import { operationRecord } from "../datum/operation-record.ts";
import { quantiles } from "../perf/perf.ts";
import type { Run } from "../run/run.ts";
import type { Verdict } from "../verdict.ts";
import { setFindings } from "./findings.ts";
import { type ElementTimeline, type SetRead, setHistory } from "./timeline.ts";

/** What became of an element. */
export interface Outcome {
  readonly timeline: ElementTimeline;
  readonly outcome: "stable" | "lost" | "never-read";
  /** How long after it was known some read still missed it, in ms; of stable elements only. */
  readonly stableLatency: number | null;
  /** How long after it was known some read still had it, in ms; of lost elements only. */
  readonly lostLatency: number | null;
}

const QUANTILES: readonly number[] = [0, 0.5, 0.95, 0.99, 1];
const WORST = 8;

/**
 * Judges the reads of a set.
 *
 * @returns false if an element is lost, unknown if none is stable, else true. Latencies are milliseconds.
 * @throws {MalformedOperationError} if a read's value is no list
 */
export function checkSetFull(run: Run): Verdict {
  const { reads, elements, isOdd } = setHistory(run.history);
  const outcomes = elements.map(outcomeOf);
  const stable = outcomes.filter(({ outcome }) => outcome === "stable");
  const lost = outcomes.filter(({ outcome }) => outcome === "lost");
  const neverRead = outcomes.filter(({ outcome }) => outcome === "never-read");
  const stale = stable.filter(({ stableLatency }) => (stableLatency ?? 0) > 0);
  const valid = lost.length > 0 ? false : stable.length === 0 ? "unknown" : true;
  return {
    valid,
    result: {
      "worst-stale": new EdnList(worst(stale).map(staleRecord)),
      "duplicated-count": 0,
      "lost-count": lost.length,
      lost: elementList(lost),
      "stable-count": stable.length,
      "stale-count": stale.length,
      stale: elementList(stale),
      "never-read-count": neverRead.length,
      "stable-latencies": latencyQuantiles(outcomes.flatMap(({ stableLatency }) => stableLatency ?? [])),
      "attempt-count": outcomes.length,
      "lost-latencies": latencyQuantiles(outcomes.flatMap(({ lostLatency }) => lostLatency ?? [])),
      "never-read": elementList(neverRead),
      // Jepsen looks for values that a read holds less than once.
      duplicated: {},
    },
    findings: setFindings(run, isOdd ? reads : [], outcomes),
  };
}

function outcomeOf(timeline: ElementTimeline): Outcome {
  const { known, lastPresent, lastAbsent } = timeline;
  const present = lastPresent?.invocation.index ?? -1;
  const absent = lastAbsent?.invocation.index ?? -1;
  if (known !== null && present > absent) {
    return {
      timeline,
      outcome: "stable",
      stableLatency: millisecondsAfter(known, lastAbsent),
      lostLatency: null,
    };
  }
  // A read that overlaps the add may rightly miss the element, so only one invoked later can lose it.
  if (known !== null && absent > present && absent > known.index) {
    return {
      timeline,
      outcome: "lost",
      stableLatency: null,
      lostLatency: millisecondsAfter(known, lastPresent),
    };
  }
  return { timeline, outcome: "never-read", stableLatency: null, lostLatency: null };
}

/** Whole milliseconds from when the element was known to just after a read began; 0 without such a read. */
function millisecondsAfter(known: Operation, read: SetRead | null): number {
  if (read === null) return 0;
  return Math.trunc(Math.max(0, read.invocation.time + 1 - known.time) / 1e6);
}

function worst(stale: readonly Outcome[]): readonly Outcome[] {
  const latency = ({ stableLatency }: Outcome): number => stableLatency ?? 0;
  // Of equal latencies the later element comes first, since Jepsen sorts upwards and reverses.
  return [...stale]
    .sort((a, b) => latency(a) - latency(b))
    .reverse()
    .slice(0, WORST);
}

function staleRecord({ timeline, outcome, stableLatency, lostLatency }: Outcome): Datum {
  const { element, known, lastAbsent } = timeline;
  return {
    element,
    outcome: keyword(outcome),
    "stable-latency": stableLatency,
    "lost-latency": lostLatency,
    known: known === null ? null : operationRecord(asAdd(known)),
    "last-absent": lastAbsent === null ? null : operationRecord(lastAbsent.invocation),
  };
}

/** Maelstrom renames broadcast's operations before it checks them, and prints them renamed. */
function asAdd(operation: Operation): Operation {
  return operation.f === "broadcast" ? { ...operation, f: "add" } : operation;
}

function elementList(outcomes: readonly Outcome[]): EdnList {
  return new EdnList(outcomes.map(({ timeline }) => timeline.element));
}

/** The latencies at each quantile; undefined, so absent, without latencies. */
function latencyQuantiles(latencies: readonly number[]): DatumRecord[string] {
  if (latencies.length === 0) return undefined;
  const values = quantiles(latencies, QUANTILES);
  return new Map(QUANTILES.map((quantile, position) => [quantile, values[position] ?? 0]));
}
