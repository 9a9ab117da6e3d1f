/**
 * Judging a stored run again. Read first `circumstances.ts` for what it is judged by, then `agreement.ts` for how the
 * verdict is held against the stored one.
 */
import {
  type Checker,
  type Finding,
  judge,
  MalformedOperationError,
  type Run,
  runOfEvents,
  runOfHistory,
  type Validity,
} from "@gossip-glomers/checkers";
import {
  type DatumRecord,
  operationError,
  printEdn,
  readStoredRun,
  type StoredRun,
  type TraceEvent,
} from "@gossip-glomers/history";
import { type LogStory, readRunLog, type TestCrash } from "@gossip-glomers/maelstrom";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { inTellingOrder } from "../report/telling-order.ts";
import { checkerFor } from "../workloads/checkers.ts";
import { type Comparison, compareResults, type ExcusedDifference } from "./agreement.ts";
import { type Circumstances, circumstancesOf } from "./circumstances.ts";
import { withoutDurations } from "./defined-by-history.ts";
import { KNOWN_EXCEPTIONS } from "./exceptions.ts";
import { findIdlePartitions } from "./idle-partitions.ts";
import { journalEvents } from "./journal-events.ts";
import type { CheckSettings } from "./settings.ts";
import { findSilentNodes } from "./silent-nodes.ts";
import { OPEN_VERDICT, type Unfinished, unfinishedOf } from "./unfinished.ts";
import { requireWhole } from "./whole.ts";

/** A stored run, judged by us. */
export interface CheckedRun {
  readonly directory: string;
  readonly circumstances: Circumstances;
  readonly valid: Validity;
  /** What `glomers test` would have ended with. */
  readonly code: ExitCode;
  /** What results.edn would hold. */
  readonly results: DatumRecord;
  readonly findings: readonly Finding[];
  /** What Maelstrom, or we, had made of it; null if nothing is stored. */
  readonly stored: DatumRecord | null;
  /** Null if nothing is stored. */
  readonly comparison: Comparison | null;
  /** Why nobody can give a verdict on it; null if it came to its end. */
  readonly unfinished: Unfinished | null;
  /** Why Maelstrom judged nothing; null if it did, or its log does not say. */
  readonly crash: TestCrash | null;
  /** What each node wrote to stderr, line by line. */
  readonly nodeLogs: StoredRun["nodeLogs"];
}

/**
 * Reads and judges the run in a folder.
 *
 * @throws {StoreError} if a file of it is broken, or an operation is none that its workload can have
 * @throws {OptionError} if its workload is not known
 */
export function checkRun(directory: string, given: CheckSettings): CheckedRun {
  const stored = readStoredRun(directory);
  requireWhole(directory, stored.history);
  const circumstances = circumstancesOf(stored, given);
  const check = strict(directory, checkerFor(circumstances));
  const log = stored.trace === null ? readRunLog(directory) : null;
  const crash = log?.crash ?? null;
  const run = runOf(stored, log);
  const judged = judge(run, check.checker, circumstances);
  check.throwBroken();
  const unfinished = unfinishedOf(stored, crash);
  const valid = unfinished === null ? judged.valid : "unknown";
  const datum = unfinished === null ? judged.datum : { ...judged.datum, "valid?": OPEN_VERDICT };
  const { results } = stored;
  const comparison =
    results === null
      ? null
      : compareResults(datum, results, { workload: circumstances.workload, timed: stored.timed });
  return {
    directory,
    circumstances,
    valid,
    code:
      unfinished?.crashed === true || run.faults.some(({ fault }) => fault.fault === "exited")
        ? exitCode.crashed
        : codeOf(valid),
    results: stored.timed ? datum : withoutDurations(datum),
    findings: inTellingOrder([
      ...(unfinished === null ? [] : [unfinished.finding]),
      ...judged.findings,
      ...(stored.trace === null
        ? [...findSilentNodes(stored, explainedNodes(run, crash)), ...findIdlePartitions(stored, run)]
        : []),
      ...circumstances.assumed.map((sentence) => remark("assumed", sentence)),
      ...(stored.timed ? [] : [remark("no-times", KNOWN_EXCEPTIONS.noTimes)]),
      ...(comparison?.excused ?? []).map(told),
    ]),
    stored: results,
    comparison,
    unfinished,
    crash,
    nodeLogs: stored.nodeLogs,
  };
}

/** Nodes of which the log says what became of them. */
function explainedNodes({ faults }: Run, crash: TestCrash | null): ReadonlySet<string> {
  const crashed = crash !== null && "node" in crash ? [crash.node] : [];
  return new Set([...faults.map(({ node }) => node), ...crashed]);
}

/**
 * What the checkers look at. Whom Maelstrom has stopped reading stands in its log alone: with it the same is said as of a run of
 * ours in which a node did so.
 */
function runOf({ trace, history, journal }: StoredRun, log: LogStory | null): Run {
  if (trace !== null) return runOfEvents(trace.events);
  const faults = log?.faults ?? [];
  // Without events nobody counts messages, where no figures are better than zeros.
  if (journal === null) return { ...runOfHistory(history), faults };
  const operations = history.map((op): TraceEvent => ({ kind: "op", at: op.time, op }));
  return runOfEvents([...operations, ...journalEvents(journal), ...faults]);
}

/**
 * The same checker, which remembers that it met an operation that no run can have. `judge` takes that for a checker
 * that cannot decide; of a file that somebody gave us it is an error, which names the place.
 */
function strict(directory: string, checker: Checker): { checker: Checker; throwBroken(): void } {
  let broken: Error | null = null;
  return {
    checker(run, options) {
      try {
        return checker(run, options);
      } catch (error) {
        if (error instanceof MalformedOperationError) {
          const position = run.history.findIndex(({ index }) => index === error.index);
          broken = operationError(directory, position, "value", error);
        }
        throw error;
      }
    },
    throwBroken() {
      if (broken !== null) throw broken;
    },
  };
}

function codeOf(valid: Validity): ExitCode {
  if (valid === "unknown") return exitCode.unknown;
  return valid ? exitCode.valid : exitCode.invalid;
}

function told({ field, ours, stored, reason }: ExcusedDifference): Finding {
  return remark(
    "excused-difference",
    `${field}: ours ${printEdn(ours)}, stored ${printEdn(stored)}. ${reason}`,
  );
}

/** What is said of how the run was judged, and not of the run. */
const REMARKS = ["assumed", "no-times", "excused-difference"] as const;

/** Whether a finding is about the run itself. */
export function isOfTheRun({ kind }: Finding): boolean {
  return !REMARKS.some((remark) => remark === kind);
}

function remark(kind: (typeof REMARKS)[number], summary: string): Finding {
  return { kind, severity: "warning", summary, operations: [], messages: [], details: [] };
}
