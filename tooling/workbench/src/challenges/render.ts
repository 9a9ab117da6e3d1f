/** The official table as text: with limits and bars only, or with the results of the rows that were run. */
import picocolors from "picocolors";
import { type MeasureName, type Measures, withUnit } from "./figures.ts";
import { demandText, type Judgement } from "./judge.ts";
import { type Demand, demandsOf, type Row } from "./table.ts";
import { textTable } from "./text-table.ts";

/** What became of one row. */
export type RowResult =
  | {
      readonly kind: "run";
      readonly row: Row;
      readonly judgement: Judgement;
      readonly measures: Measures;
      /** Wall-clock time from the first process to the verdict. */
      readonly tookMs: number;
      /** Whether the machine was too busy, and that may account for all that the row misses. */
      readonly isSpoilt: boolean;
      /** What the machine did to the row, or why it was run twice; sentences. */
      readonly notes: readonly string[];
    }
  /** Its process ended without a report. */
  | { readonly kind: "lost"; readonly row: Row; readonly reason: string }
  /** The table was interrupted before the row had come to its end. */
  | { readonly kind: "not-run"; readonly row: Row; readonly reason: string }
  | {
      readonly kind: "not-yet";
      readonly row: Row;
      readonly reason: string;
      /** Whether there is no program to run; else its package has one and calls the row open. */
      readonly isMissing: boolean;
    };

type Colours = ReturnType<typeof picocolors.createColors>;

/** Columns of demands are as wide as `median latency < 1000 ms` needs; longer ones are wrapped. */
const demandWidth = 28;

const argumentWidth = 42;

/** Wide enough for `✗ max side latency < 2000 ms, not 12345 ms`. */
const resultWidth = 46;

/**
 * Limits and bars of `rows`, and the arguments.
 *
 * @param columns - how long a line may be
 */
export function renderRows(
  rows: readonly Row[],
  colours: boolean,
  columns = Number.POSITIVE_INFINITY,
): string {
  const paint = picocolors.createColors(colours);
  const head = ["row", "what", "official limit", "our bar", "glomers test --bin BIN …"];
  const widths = [null, null, demandWidth, demandWidth, null];
  const lines = rows.map((row) => [row.id, row.what, limitText(row), barText(row), wrapArguments(row.args)]);
  return textTable({ head: head.map(paint.bold), widths, left: [0], flowing: [4] }, lines, columns);
}

/** The columns of a table of results. */
export const resultHead = ["row", "what", "official limit", "our bar", "result", "", "time"] as const;

/**
 * Limits and bars of the rows that were run, and what they reached; of the others, why they were not.
 *
 * @param columns - how long a line may be
 */
export function renderResults(
  results: readonly RowResult[],
  colours: boolean,
  columns = Number.POSITIVE_INFINITY,
): string {
  const paint = picocolors.createColors(colours);
  const widths = [null, null, null, demandWidth, resultWidth, null, null];
  const cells = results.map((result) => resultCells(result, colours));
  // The row, what became of it, and its time.
  return textTable({ head: resultHead.map(paint.bold), widths, left: [0, 5, 6] }, cells, columns);
}

/** What a table of results shows of one row, by column; a cell may have several lines. */
export function resultCells(result: RowResult, colours: boolean): readonly string[] {
  const paint = picocolors.createColors(colours);
  const { row } = result;
  const asked = [row.id, row.what, limitText(row), barText(row)];
  if (result.kind === "not-yet") return [...asked, result.reason, paint.dim("not yet"), ""];
  if (result.kind === "lost") return [...asked, firstLine(result.reason), paint.red("FAIL"), ""];
  if (result.kind === "not-run") return [...asked, result.reason, paint.yellow("not run"), ""];
  const time = `${(result.tookMs / 1000).toFixed(1)} s`;
  return [...asked, resultText(result, paint), verdictText(result, paint), time];
}

/** The rest, such as a stack, was shown when the row ended. */
function firstLine(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return rest.length === 0 ? first : `${first} …`;
}

function verdictText({ judgement, isSpoilt }: Extract<RowResult, { kind: "run" }>, paint: Colours): string {
  if (judgement.passed) return paint.green("pass");
  return isSpoilt ? paint.yellow("not judged") : paint.red("FAIL");
}

/** The measures that the row asks for, then what is missing, what could not be judged, and what else there is to say. */
function resultText(
  { row, judgement, measures, isSpoilt, notes }: Extract<RowResult, { kind: "run" }>,
  paint: Colours,
): string {
  return [
    ...measureTexts(row, measures),
    ...judgement.shortfalls.map((shortfall) => `${isSpoilt ? "?" : "✗"} ${shortfall}`),
    ...(isSpoilt ? ["the machine was too busy for a verdict"] : []),
    ...judgement.unjudged.map((reason) => paint.dim(`not judged: ${reason}`)),
    ...notes.map((note) => paint.dim(note)),
  ].join("\n");
}

/** `["msgs/op 1.04", …]`: what the row has demands on, msgs/op always, and availability where its arguments ask for it. */
export function measureTexts(row: Row, measures: Measures): readonly string[] {
  const asked = demandsOf(row).flatMap((demand) => ("measure" in demand ? [demand.measure] : []));
  const available = row.args.includes("--availability") ? (["availability"] as const) : [];
  return [...new Set<MeasureName>([...asked, "msgs/op", ...available])].flatMap((name) => {
    const value = measures.get(name);
    return value === undefined || value === null ? [] : [`${name} ${withUnit(name, value)}`];
  });
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
