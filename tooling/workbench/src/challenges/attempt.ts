/** One run of a row: what it says when it is over, and whether the machine has spoilt it. */
import picocolors from "picocolors";
import { withoutLastLine } from "../report/report.ts";
import { judge } from "./judge.ts";
import { measureTexts } from "./render.ts";
import type { RowReport } from "./row-process/messages.ts";
import { strainText } from "./strain/strain.ts";
import type { Row } from "./table.ts";

export interface Attempt {
  /** A sentence, if there is none. */
  readonly report: RowReport | string;
  readonly tookMs: number;
}

/**
 * What the machine did to a row that missed something, so that it is worth another run; null if the row has only its nodes to
 * blame. Delays make times worse, so a row that passed in spite of them has passed. And where every operation was answered in
 * time, no delay has made the history invalid: a run alone that happens to be valid must not hide that.
 */
export function spoiltBy(attempt: Attempt, row: Row): string | null {
  const { report } = attempt;
  if (typeof report === "string" || report.interrupted !== null) return null;
  const measures = new Map(report.measures);
  if (report.valid === false && measures.get("availability") === 1) return null;
  return judge(row, report.valid, measures).passed ? null : strainOf(attempt, row);
}

/** What the table says of the machine under a row. */
export function notesOn(attempts: readonly Attempt[], row: Row): readonly string[] {
  const [first, second] = attempts;
  const strain = first === undefined ? null : strainOf(first, row);
  if (strain === null) return [];
  if (second === undefined) return [`machine: ${strain}`];
  const again = strainOf(second, row);
  return [`run again alone, because ${strain}`, ...(again === null ? [] : [`then, too, ${again}`])];
}

function strainOf({ report }: Attempt, row: Row): string | null {
  return typeof report === "string" || report.strain === null ? null : strainText(report.strain, row);
}

/**
 * `✓ 3d    31.2 s   msgs/op 1.04, …`; of a row that did not pass also everything that its run has to say. That a valid run
 * "looks good" is not what a person should read last of a row that has missed its bar.
 */
export function endText(row: Row, { report, tookMs }: Attempt, colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const head = (mark: string): string => `${mark} ${row.id.padEnd(6)}${(tookMs / 1000).toFixed(1)} s`;
  if (typeof report === "string") return `${head(paint.red("✗"))}   ${report}`;
  const measures = new Map(report.measures);
  const { passed, shortfalls } = judge(row, report.valid, measures);
  const store = report.store === null ? [] : [report.store];
  if (report.interrupted !== null) return [head(paint.yellow("–")), "interrupted", ...store].join("   ");
  if (passed) return [head(paint.green("✓")), measureTexts(row, measures).join(", "), ...store].join("   ");
  return `${head(paint.red("✗"))}   ${shortfalls.join("; ")}\n\n${withoutLastLine(report.text)}\n`;
}
