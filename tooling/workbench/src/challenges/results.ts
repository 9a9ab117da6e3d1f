/** What came of the rows that were asked for: each one's result, what it is held against, and all of them in a sentence. */
import { type Attempt, notesOn } from "./attempt.ts";
import { judge, noOtherRow, type OtherRow } from "./judge.ts";
import type { RowResult } from "./render.ts";
import type { Row } from "./table.ts";

/** A row that was run, and what its program was told. */
interface Told {
  readonly row: Row;
  readonly args: readonly string[];
}

/** Every attempt at every row, by its id, in order. */
export type Attempts = ReadonlyMap<string, readonly Attempt[]>;

/** @param tasks - all rows that were to be run: some are held against others */
export function resultOf({ row }: Told, tasks: readonly Told[], attempts: Attempts): RowResult {
  const all = attempts.get(row.id) ?? [];
  const last = all.at(-1);
  if (last === undefined) return { kind: "lost", row, reason: "not run: interrupted" };
  const { report, tookMs } = last;
  if (typeof report === "string") return { kind: "lost", row, reason: report };
  if (report.interrupted) return { kind: "lost", row, reason: "interrupted" };
  const measures = new Map(report.measures);
  const judgement = judge(row, report.valid, measures, otherRow(row, tasks, attempts));
  return { kind: "run", row, judgement, measures, tookMs, notes: notesOn(all, row) };
}

/** Another row's measures, if it was run and differs from this one in what its program was told. */
function otherRow({ challenge, id }: Row, tasks: readonly Told[], attempts: Attempts): OtherRow {
  const argsOf = (row: string): string => JSON.stringify(tasks.find((task) => task.row.id === row)?.args);
  return (other) => {
    const report = attempts.get(other)?.at(-1)?.report;
    if (report === undefined || typeof report === "string") return noOtherRow(other);
    if (argsOf(id) === argsOf(other)) {
      return `packages/${challenge} is told the same in row ${other}`;
    }
    return new Map(report.measures);
  };
}

export function isFailure(result: RowResult): boolean {
  return result.kind === "lost" || (result.kind === "run" && !result.judgement.passed);
}

/** `2 rows passed; 15 are not solved yet.` */
export function summaryText(results: readonly RowResult[]): string {
  const failed = results.filter(isFailure).length;
  const open = results.filter(({ kind }) => kind === "not-yet").length;
  const passed = results.length - failed - open;
  const parts = [`${passed} ${passed === 1 ? "row" : "rows"} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (open > 0) parts.push(`${open} not solved yet`);
  return `${parts.join(", ")}.`;
}
