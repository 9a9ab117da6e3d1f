/** What came of the rows that were asked for: each one's result, what it is held against, and all of them in a sentence. */
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { type Attempt, notesOn, spoiltBy } from "./attempt.ts";
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
  if (last === undefined) return { kind: "not-run", row, reason: "interrupted before it began" };
  const { report, tookMs } = last;
  if (typeof report === "string") return { kind: "lost", row, reason: report };
  if (report.interrupted !== null) return { kind: "not-run", row, reason: "interrupted while it ran" };
  const measures = new Map(report.measures);
  const judgement = judge(row, report.valid, measures, otherRow(row, tasks, attempts));
  const isSpoilt = judgement.isExcusable && spoiltBy(last, row) !== null;
  return { kind: "run", row, judgement, measures, tookMs, isSpoilt, notes: notesOn(all, row) };
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

/** What became of a row, as a word. */
export type Outcome = "passed" | "failed" | "not judged" | "not run" | "not solved";

export function outcomeOf(result: RowResult): Outcome {
  switch (result.kind) {
    case "not-yet":
      return "not solved";
    case "not-run":
      return "not run";
    case "lost":
      return "failed";
    case "run":
      if (result.judgement.passed) return "passed";
      return result.isSpoilt ? "not judged" : "failed";
  }
}

/** What a table ends with that came to its end: as a run does, with the worst of its rows. */
export function codeOf(results: readonly RowResult[]): ExitCode {
  const outcomes = new Set(results.map(outcomeOf));
  if (outcomes.has("failed")) return exitCode.invalid;
  return outcomes.has("not judged") ? exitCode.unknown : exitCode.valid;
}

/** `2 rows passed, 1 failed, 14 not solved yet.` */
export function summaryText(results: readonly RowResult[]): string {
  const count = (outcome: Outcome): number =>
    results.filter((result) => outcomeOf(result) === outcome).length;
  const passed = count("passed");
  const others: readonly [outcome: Outcome, text: string][] = [
    ["failed", "failed"],
    ["not judged", "not judged as the machine was too busy"],
    ["not run", "not run"],
    ["not solved", "not solved yet"],
  ];
  const parts = others.flatMap(([outcome, text]) => {
    const number = count(outcome);
    return number === 0 ? [] : [`${number} ${text}`];
  });
  return `${[`${passed} ${passed === 1 ? "row" : "rows"} passed`, ...parts].join(", ")}.`;
}

/** What to do about the rows that were not judged; null if there are none. */
export function adviceText(results: readonly RowResult[]): string | null {
  const ids = results.filter((result) => outcomeOf(result) === "not judged").map(({ row }) => row.id);
  if (ids.length === 0) return null;
  const again = `glomers challenges ${ids.join(" ")}`;
  return `Close other programs and run again: ${again}; or in virtual time, which no load touches: ${again} --virtual`;
}
