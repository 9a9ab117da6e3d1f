/** The official table as text: with limits and bars only, or with the results of the rows that were run. */
import Table from "cli-table3";
import picocolors from "picocolors";
import { type Figures, withUnit } from "./figures.ts";
import { demandText, type Judgement } from "./judge.ts";
import type { Demand, Row } from "./table.ts";

/** What became of one row. */
export type RowResult =
  | {
      readonly kind: "run";
      readonly row: Row;
      readonly judgement: Judgement;
      readonly figures: Figures;
      /** Wall-clock time from the first process to the verdict. */
      readonly tookMs: number;
    }
  | { readonly kind: "not-yet"; readonly row: Row; readonly reason: string };

/** Columns of demands are as wide as `median latency < 1000 ms` needs; longer ones are wrapped. */
const demandWidth = 28;

const argumentWidth = 42;

/** Limits and bars of `rows`, and the arguments. */
export function renderRows(rows: readonly Row[], colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const head = ["row", "what", "official limit", "our bar", "glomers test --bin BIN …"];
  const widths = [null, null, demandWidth, demandWidth, null];
  const lines = rows.map((row) => [row.id, row.what, limitText(row), barText(row), wrapArguments(row.args)]);
  return render(head.map(paint.bold), widths, lines);
}

/** Limits and bars of the rows that were run, and what they reached; of the others, why they were not. */
export function renderResults(results: readonly RowResult[], colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const head = ["row", "what", "official limit", "our bar", "result", "", "time"];
  const widths = [null, null, null, demandWidth, null, null, null];
  const lines = results.map((result) => {
    const { row } = result;
    if (result.kind === "not-yet") {
      return [row.id, row.what, "", "", paint.dim(result.reason), paint.dim("not yet"), ""];
    }
    const { judgement, figures, tookMs } = result;
    const verdict = judgement.passed ? paint.green("pass") : paint.red("FAIL");
    const time = `${(tookMs / 1000).toFixed(1)} s`;
    return [
      row.id,
      row.what,
      limitText(row),
      barText(row),
      resultText(row, judgement, figures),
      verdict,
      time,
    ];
  });
  return render(head.map(paint.bold), widths, lines);
}

/** The figures that the row asks for, and availability where its arguments do; then what is missing. */
function resultText(row: Row, judgement: Judgement, figures: Figures): string {
  const asked = [...(row.limit ?? []), ...row.bar].flatMap((demand) =>
    "figure" in demand ? [demand.figure] : [],
  );
  const names = new Set([
    ...asked,
    "msgs/op" as const,
    ...(row.args.includes("--availability") ? ["availability" as const] : []),
  ]);
  const shown = [...names].flatMap((name) => {
    const value = figures.get(name);
    return value === undefined ? [] : [`${name} ${withUnit(name, value)}`];
  });
  return [...shown, ...judgement.shortfalls.map((shortfall) => `✗ ${shortfall}`)].join("\n");
}

function limitText(row: Row): string {
  if (row.limit === null) return "none";
  return demandsText(row, row.limit);
}

function barText(row: Row): string {
  return demandsText(row, row.bar);
}

function demandsText(row: Row, demands: readonly Demand[]): string {
  const available = row.args.includes("--availability") ? ["available"] : [];
  return ["valid", ...available, ...demands.map(demandText)].join("\n");
}

/** Lines of whole options, an option and its value on the same line. */
function wrapArguments(args: string): string {
  const lines: string[] = [];
  for (const option of args.split(/ (?=-)/)) {
    const last = lines.at(-1);
    const longer = `${last} ${option}`;
    if (last === undefined || longer.length > argumentWidth) lines.push(option);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}

function render(
  head: readonly string[],
  widths: readonly (number | null)[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: [...head],
    colWidths: [...widths],
    wordWrap: true,
    // cli-table3 paints heads red and borders grey unless it is told not to, also into a pipe.
    style: { head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
