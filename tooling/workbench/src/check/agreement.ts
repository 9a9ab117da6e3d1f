/**
 * Whether a stored verdict and ours on the same run say the same: the verdict as a whole, and every figure that follows
 * from the history (and from the journal, for `:net`). See `exceptions.ts` for what is no disagreement.
 */
import { mergeValidity, type Validity } from "@gossip-glomers/checkers";
import { type Datum, type DatumRecord, EdnList, isRecord, isVector, printEdn } from "@gossip-glomers/history";
import type { WorkloadName } from "@gossip-glomers/protocol";
import { definedByHistory } from "./defined-by-history.ts";
import { type Difference, differencesOf } from "./differences.ts";
import { KNOWN_EXCEPTIONS } from "./exceptions.ts";
import { compareTransactional } from "./transactional.ts";

/** A difference that is no disagreement. */
export interface ExcusedDifference extends Difference {
  readonly reason: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  readonly excused: readonly ExcusedDifference[];
}

export interface Compared {
  readonly workload: WorkloadName;
  /** Whether the history tells times. */
  readonly timed: boolean;
}

/** Parts beside `:workload` that follow from the history and the journal. */
const FIGURES = ["stats", "availability", "net"] as const;

/** Parts that need a program for drawing. */
const DRAWN: ReadonlySet<string> = new Set(["perf", "timeline"]);

/** Compares two contents of results.edn. */
export function compareResults(ours: DatumRecord, stored: DatumRecord, run: Compared): Comparison {
  const parts = [
    ...FIGURES.map((part) => compareFigures(part, ours, stored)),
    run.timed ? compareExceptions(ours, stored) : NOTHING,
    compareWorkload(ours, stored, run),
    compareVerdict(ours, stored),
  ];
  return {
    differences: parts.flatMap(({ differences }) => differences),
    excused: parts.flatMap(({ excused }) => excused),
  };
}

const NOTHING: Comparison = { differences: [], excused: [] };

/** A part that one of the two has not (an early version, a run without a journal) says nothing. */
function compareFigures(part: string, ours: DatumRecord, stored: DatumRecord): Comparison {
  const mine = ours[part];
  const theirs = stored[part];
  if (mine === undefined || theirs === undefined) return NOTHING;
  return { differences: differencesOf(part, mine, theirs), excused: [] };
}

/** Examples are whole operations with Java's stack traces; how many there were of a class is comparable. */
function compareExceptions(ours: DatumRecord, stored: DatumRecord): Comparison {
  if (stored.exceptions === undefined) return NOTHING;
  const [mine, theirs] = [exceptionCounts(ours), exceptionCounts(stored)];
  return { differences: differencesOf("exceptions", mine, theirs), excused: [] };
}

function exceptionCounts(results: DatumRecord): DatumRecord {
  const { "valid?": valid, exceptions: list } = partOf(results, "exceptions");
  const items = list instanceof EdnList ? list.items : isVector(list) ? list : [];
  const counts = items.map((item): [Datum, Datum] => {
    const { class: name = null, count = null } = isRecord(item) ? item : {};
    return [printEdn(name), count];
  });
  return { "valid?": valid, counts: new Map(counts) };
}

function compareWorkload(ours: DatumRecord, stored: DatumRecord, run: Compared): Comparison {
  const mine = isRecord(ours.workload) ? ours.workload : {};
  const theirs = stored.workload;
  if (!isRecord(theirs)) return NOTHING;
  const verdict = compareWorkloadVerdict(mine, theirs);
  const figures = hasGivenUp(theirs) ? NOTHING : compareFiguresOfWorkload(mine, theirs, stored, run);
  return {
    differences: [...verdict.differences, ...figures.differences],
    excused: [...verdict.excused, ...figures.excused],
  };
}

function compareFiguresOfWorkload(
  { "valid?": _, ...mine }: DatumRecord,
  { "valid?": __, ...theirs }: DatumRecord,
  stored: DatumRecord,
  { workload, timed }: Compared,
): Comparison {
  // If a checker failed there are no figures, or not all of them.
  if (mine.error !== undefined || theirs.error !== undefined) return NOTHING;
  if (workload.startsWith("txn-")) {
    return compareTransactional(mine, theirs, stored.net === undefined && stored.availability === undefined);
  }
  const [defined = {}, definedThere = {}] = [mine, theirs].map((result) =>
    definedByHistory(workload, result, timed),
  );
  return { differences: differencesOf("workload", defined, definedThere), excused: [] };
}

function compareWorkloadVerdict(mine: DatumRecord, theirs: DatumRecord): Comparison {
  const differences = differencesOf("workload.valid?", mine["valid?"] ?? null, theirs["valid?"] ?? null);
  if (differences.length === 0 || !hasGivenUp(theirs)) return { differences, excused: [] };
  return excuse(differences, KNOWN_EXCEPTIONS.gaveUp);
}

function compareVerdict(ours: DatumRecord, stored: DatumRecord): Comparison {
  const differences = differencesOf("valid?", ours["valid?"] ?? null, stored["valid?"] ?? null);
  if (differences.length === 0) return NOTHING;
  const mine = validityOf(ours["valid?"]);
  const undrawn = [...DRAWN].some((name) => validityOf(partOf(stored, name)["valid?"] ?? true) !== true);
  if (undrawn && mine === verdictWithout(stored, (name) => DRAWN.has(name)))
    return excuse(differences, KNOWN_EXCEPTIONS.machine);
  const decided = verdictWithout(stored, (name, part) => name === "workload" && hasGivenUp(part));
  if (hasGivenUp(stored.workload) && (mine === decided || mine === false))
    return excuse(differences, KNOWN_EXCEPTIONS.gaveUp);
  return { differences, excused: [] };
}

function partOf(results: DatumRecord, name: string): DatumRecord {
  const part = results[name];
  return isRecord(part) ? part : {};
}

/** The verdict that the stored parts make together, some of them left out. */
function verdictWithout(stored: DatumRecord, isLeftOut: (name: string, part: Datum) => boolean): Validity {
  const parts = Object.entries(stored).filter(
    ([name, part]) => isRecord(part) && part["valid?"] !== undefined && !isLeftOut(name, part),
  );
  return mergeValidity(parts.map(([, part]) => validityOf(isRecord(part) ? part["valid?"] : undefined)));
}

/** Whether Maelstrom's checker ended for want of time or memory, and not because of what it saw. */
function hasGivenUp(part: Datum | undefined): boolean {
  if (!isRecord(part) || part["valid?"] === true || part["valid?"] === false) return false;
  return /OutOfMemory|:cause :timeout|TimeoutException/.test(printEdn(part));
}

function validityOf(datum: Datum | undefined): Validity {
  return typeof datum === "boolean" ? datum : "unknown";
}

function excuse(differences: readonly Difference[], reason: string): Comparison {
  return { differences: [], excused: differences.map((difference) => ({ ...difference, reason })) };
}
