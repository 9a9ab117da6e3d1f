/** Holds a run's results against the limits and bars of its row. */
import type { Validity } from "@gossip-glomers/checkers";
import { type Figures, withUnit } from "./figures.ts";
import type { Demand, Row } from "./table.ts";

/** Whether the run of a row is good enough, and if not, what is missing. */
export interface Judgement {
  readonly passed: boolean;
  /** One entry for each demand that was not met; empty if the run passed. */
  readonly shortfalls: readonly string[];
}

/**
 * A run passes if it is valid and every figure is within the row's limit and bar. A figure that the results do not
 * have is a shortfall: a row must not pass because nobody measured it.
 */
export function judge(row: Row, valid: Validity, figures: Figures): Judgement {
  const shortfalls = [...(row.limit ?? []), ...row.bar].flatMap((demand) => shortfall(demand, figures) ?? []);
  if (valid !== true) shortfalls.unshift(valid === false ? "invalid" : "validity unknown");
  return { passed: shortfalls.length === 0, shortfalls: [...new Set(shortfalls)] };
}

/** A demand as the table shows it: `msgs/op < 30`. */
export function demandText(demand: Demand): string {
  if ("also" in demand) return demand.also;
  return `${demand.figure} ${demand.relation} ${withUnit(demand.figure, demand.than)}`;
}

function shortfall(demand: Demand, figures: Figures): string | null {
  if ("also" in demand) return null;
  const value = figures.get(demand.figure);
  if (value === undefined) return `${demand.figure} not measured`;
  const met = demand.relation === "<" ? value < demand.than : value <= demand.than;
  return met ? null : `${demandText(demand)}, not ${withUnit(demand.figure, value)}`;
}
