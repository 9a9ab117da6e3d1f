/**
 * Which rows of the table may run beside each other without spoiling each other's figures.
 *
 * The figures that suffer are times: latencies and lags. They suffer from a lack of processor, so the sum of what rows take
 * of it is bounded well below what there is; and from the moment in which a row starts dozens of processes at once, which
 * takes all cores for a second or two, however little those processes do afterwards. So such a start never happens while
 * times are measured, and times are not measured while one goes on.
 */
import type { TestOptions } from "../../options/test-options.ts";
import { isTime } from "../figures.ts";
import { demandsOf, type Row } from "../table.ts";

/** What the schedule must know of a row. */
export interface Job {
  readonly row: Row;
  /** How many cores it takes once it runs, bench and nodes together. */
  readonly load: number;
  /** Whether its start takes all cores for a while. */
  readonly startsMany: boolean;
  /** Whether it has demands on times. */
  readonly isTimed: boolean;
  readonly seconds: number;
}

/** A job under way; `ready` when it could begin its operations, but has not been told to yet. */
export interface RunningJob {
  readonly job: Job;
  readonly phase: "starting" | "ready" | "measuring";
}

export interface Limits {
  /** How many rows may run at a time. */
  readonly rows: number;
  /** How many cores they may take together. */
  readonly load: number;
}

/** Cores that a row takes without doing anything, that one operation per second takes, and that one node takes. Measured. */
const BASE_LOAD = 0.05;
const OPERATION_LOAD = 0.000_35;
const NODE_LOAD = 0.01;

/** The share of all cores that rows may take together; the rest is for garbage collection, checkers and the system. */
const SHARE = 0.6;

/** More nodes than this at once are a crowd. */
const CROWD = 5;

/** Limits for real time on a machine with so many cores; for virtual time, where nothing can be spoilt, see `rowsAtOnce`. */
export function limitsFor(cores: number, rows: number | null): Limits {
  return { rows: rows ?? 2 * cores, load: SHARE * cores };
}

/** So many rows, whatever they take: as in virtual time, where a row takes one core whole and its figures depend on nothing. */
export function rowsAtOnce(rows: number): Limits {
  return { rows, load: Number.POSITIVE_INFINITY };
}

export function jobOf(row: Row, { rate, nodes, timeLimitSeconds }: TestOptions): Job {
  return {
    row,
    load: BASE_LOAD + rate * OPERATION_LOAD + nodes.length * NODE_LOAD,
    startsMany: nodes.length > CROWD,
    // Milliseconds and seconds are what strain spoils; counts hardly.
    isTimed: demandsOf(row).some((demand) => "measure" in demand && isTime(demand.measure)),
    seconds: timeLimitSeconds,
  };
}

/** Crowds first, as they need a quiet moment to start; then the costliest, so that no long row is left for the end. */
export function inStartingOrder(jobs: readonly Job[]): readonly Job[] {
  const cost = ({ load, seconds }: Job): number => load * seconds;
  return jobs.toSorted((a, b) => Number(b.startsMany) - Number(a.startsMany) || cost(b) - cost(a));
}

/** Whether those that are ready may begin: not while a crowd starts, and those that wait for it begin together. */
export function mayBegin(running: readonly RunningJob[]): boolean {
  return !running.some(({ job, phase }) => job.startsMany && phase === "starting");
}

/**
 * The first of the waiting jobs that may start now.
 *
 * Invariants: a job that runs alone may be of any load, but beside others the sum of the loads stays within the limit; no
 * crowd starts while times are measured; nothing is measured while a crowd starts (see `mayBegin`).
 */
export function nextToStart(
  waiting: readonly Job[],
  running: readonly RunningJob[],
  limits: Limits,
): Job | undefined {
  if (running.length >= limits.rows) return undefined;
  const load = running.reduce((sum, { job }) => sum + job.load, 0);
  const isMeasuring = running.some(({ job, phase }) => job.isTimed && phase === "measuring");
  const isCrowding = !mayBegin(running);
  const isCrowdWaiting = waiting.some(({ startsMany }) => startsMany);
  return waiting.find((job) => {
    if (running.length > 0 && load + job.load > limits.load) return false;
    if (job.startsMany) return !isMeasuring;
    // A short timed row after the other would keep a crowd waiting for ever.
    return !(job.isTimed && (isCrowding || isCrowdWaiting));
  });
}
