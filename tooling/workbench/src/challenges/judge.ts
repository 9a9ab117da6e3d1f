/** Holds a run's results against the limits and bars of its row. */
import type { Validity } from "@gossip-glomers/checkers";
import { type Measures, withUnit } from "./figures.ts";
import { mayBeSpoilt } from "./strain/strain.ts";
import { type Demand, demandsOf, type Row } from "./table.ts";

/** Whether the run of a row is good enough, and if not, what is missing. */
export interface Judgement {
  readonly passed: boolean;
  /** One entry for each demand that was not met; empty if the run passed. */
  readonly shortfalls: readonly string[];
  /** Whether a busy machine may account for all that is missing; false if nothing is. */
  readonly isExcusable: boolean;
  /** One entry for each demand that this run could not show either way, with the reason. */
  readonly unjudged: readonly string[];
}

/** What another row measured; a sentence if it cannot be compared. */
export type OtherRow = (id: string) => Measures | string;

/** For a row that is judged while others still run. */
export const noOtherRow: OtherRow = (id) => `row ${id} was not run`;

/**
 * A run passes if it is valid and every measure is within the row's limit and bar. A measure that is missing is a
 * shortfall: a row must not pass because nobody measured it. One for which the run gave no occasion is not judged.
 */
export function judge(
  row: Row,
  valid: Validity,
  measures: Measures,
  other: OtherRow = noOtherRow,
): Judgement {
  const shortfalls = new Set<string>();
  const unjudged = new Set<string>();
  // No load makes a history invalid, nor a checker undecided that has come to its end.
  let isExcusable = valid === true;
  if (valid !== true) shortfalls.add(valid === false ? "invalid" : "validity unknown");
  for (const demand of demandsOf(row)) {
    const { met, text, mayBeSpoilt = false } = answer(demand, measures, other);
    if (met === null) unjudged.add(text);
    if (met !== false) continue;
    shortfalls.add(text);
    isExcusable &&= mayBeSpoilt;
  }
  const passed = shortfalls.size === 0;
  return {
    passed,
    shortfalls: [...shortfalls],
    isExcusable: !passed && isExcusable,
    unjudged: [...unjudged],
  };
}

/** A demand as the table shows it: `msgs/op < 30`. */
export function demandText(demand: Demand): string {
  if ("also" in demand) return demand.also;
  if (demand.means !== undefined) return demand.means;
  return "than" in demand
    ? `${demand.measure} ${demand.relation} ${withUnit(demand.measure, demand.than)}`
    : `${demand.measure} less than ${demand.lessThanRow}`;
}

interface Answer {
  /** Null if nobody can say. */
  readonly met: boolean | null;
  /** The shortfall, or the reason for not knowing. */
  readonly text: string;
  /** See `mayBeSpoilt`; not, if absent. */
  readonly mayBeSpoilt?: boolean;
}

function answer(demand: Demand, measures: Measures, other: OtherRow): Answer {
  const text = demandText(demand);
  if ("also" in demand) return { met: null, text: `${text}: shown by the package's tests` };
  const { measure } = demand;
  const value = measures.get(measure);
  if (value === undefined) return { met: false, text: `${measure} not measured` };
  if (value === null) return { met: null, text: `${text}: no occasion in this run` };
  const shown =
    demand.means === undefined ? withUnit(measure, value) : `${measure} ${withUnit(measure, value)}`;
  if ("than" in demand) {
    const met = demand.relation === "<" ? value < demand.than : value <= demand.than;
    return { met, text: `${text}, not ${shown}`, mayBeSpoilt: mayBeSpoilt(measure, value, demand.than) };
  }
  const others = other(demand.lessThanRow);
  if (typeof others === "string") return { met: null, text: `${text}: ${others}` };
  const bound = others.get(measure);
  if (bound === undefined || bound === null) {
    return { met: null, text: `${text}: row ${demand.lessThanRow} has no ${measure}` };
  }
  return { met: value < bound, text: `${text}, ${shown} against ${withUnit(measure, bound)}` };
}
