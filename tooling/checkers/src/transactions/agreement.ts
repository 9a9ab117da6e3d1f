/**
 * Where our kinds of anomalies may differ from those that a stored result of Elle names, and why: used by the tests
 * over real runs and by whoever compares a verdict with a stored one. Verdicts themselves have no exceptions.
 */
import { anomaliesImplying, impliedAnomalies } from "./model/anomalies.ts";

/** A kind that only one of the two names. */
export interface KindDifference {
  readonly kind: string;
  readonly namedBy: "us" | "stored";
}

/** A kind that only one of the two names, and why that is no disagreement. */
export interface ExcusedDifference extends KindDifference {
  readonly reason: string;
}

export interface KindComparison {
  readonly differences: readonly KindDifference[];
  readonly excused: readonly ExcusedDifference[];
}

/** The reasons for which a difference is no disagreement. */
export const AGREEMENT_EXCEPTIONS = {
  timeout:
    "Elle gives up on a group of transactions after one second, so what it then names depends on the speed of the machine. Our search is bounded by work, not by time, and gets to the end.",
  searchOrder:
    "Of the cycles of one group Elle takes the first of each search, in no particular order, and drops the kind if its explanation turns out to be of another; it then names a milder kind that follows from the one missed. Ours names the worst kind that there is.",
  olderName:
    "Elle before 0.2 did not tell dependencies on items from those on predicates in the names of kinds.",
} as const;

/** Kinds of cycles; every other anomaly is found by reading, without a search. */
const CYCLE = /^G(0|1c|-single|-nonadjacent|2)(-|$)/;

const OLDER_NAMES: ReadonlyMap<string, string> = new Map([
  ["G-single", "G-single-item"],
  ["G-single-process", "G-single-item-process"],
  ["G-single-realtime", "G-single-item-realtime"],
  ["G-nonadjacent", "G-nonadjacent-item"],
  ["G-nonadjacent-process", "G-nonadjacent-item-process"],
  ["G-nonadjacent-realtime", "G-nonadjacent-item-realtime"],
]);

/** Compares the kinds that we name with those of a stored result. */
export function compareKinds(ours: Iterable<string>, stored: Iterable<string>): KindComparison {
  const mine = new Set(ours);
  const theirs = new Set(stored);
  const renamed = new Set([...theirs].map((kind) => OLDER_NAMES.get(kind) ?? kind));
  const timedOut = theirs.has("cycle-search-timeout");
  const implied = impliedAnomalies(mine);
  const implying = anomaliesImplying(renamed);
  const differences: KindDifference[] = [];
  const excused: ExcusedDifference[] = [];
  const sort = (difference: KindDifference, reason: string | null): void => {
    if (reason === null) {
      differences.push(difference);
    } else {
      excused.push({ ...difference, reason });
    }
  };
  for (const kind of theirs) {
    if (!mine.has(kind)) {
      sort({ kind, namedBy: "stored" }, reasonForTheirs(kind, mine, implied));
    }
  }
  for (const kind of mine) {
    if (!renamed.has(kind)) {
      sort({ kind, namedBy: "us" }, reasonForOurs(kind, timedOut, implying));
    }
  }
  return { differences, excused };
}

function reasonForTheirs(
  kind: string,
  ours: ReadonlySet<string>,
  implied: ReadonlySet<string>,
): string | null {
  if (kind === "cycle-search-timeout") {
    return AGREEMENT_EXCEPTIONS.timeout;
  }
  const name = OLDER_NAMES.get(kind);
  if (name !== undefined && ours.has(name)) {
    return AGREEMENT_EXCEPTIONS.olderName;
  }
  return CYCLE.test(kind) && implied.has(kind) ? AGREEMENT_EXCEPTIONS.searchOrder : null;
}

function reasonForOurs(kind: string, timedOut: boolean, implying: ReadonlySet<string>): string | null {
  if (kind === "cycle-search-timeout") {
    return AGREEMENT_EXCEPTIONS.timeout;
  }
  if (!CYCLE.test(kind)) {
    return null;
  }
  return timedOut
    ? AGREEMENT_EXCEPTIONS.timeout
    : implying.has(kind)
      ? AGREEMENT_EXCEPTIONS.searchOrder
      : null;
}
