/** The results of a table for other programs: JSON, and a Markdown table for the page of a job. */
import type { ExactRecord } from "@gossip-glomers/history";
import { escapedMarkdown } from "../report/markdown.ts";
import { type RowResult, resultCells, resultHead } from "./render.ts";
import { outcomeOf, summaryText } from "./results.ts";

/** A table as Markdown (of GitHub's kind), with a sentence below it. */
export function resultsMarkdown(title: string, results: readonly RowResult[]): string {
  const lines = [
    resultHead,
    resultHead.map(() => "---"),
    ...results.map((result) => resultCells(result, false)),
  ];
  const table = lines.map(
    (cells, position) => `| ${cells.map(position === 1 ? String : escapedMarkdown).join(" | ")} |`,
  );
  return `### ${title}\n\n${table.join("\n")}\n\n${summaryText(results)}\n`;
}

/** What became of each row, as JSON. */
export function resultsJson(results: readonly RowResult[]): ExactRecord {
  return { rows: results.map(rowJson), summary: summaryText(results) };
}

function rowJson(result: RowResult): ExactRecord {
  const { id, challenge, what, args } = result.row;
  const row = { id, challenge, what, arguments: args };
  const outcome = outcomeOf(result);
  if (result.kind !== "run") return { ...row, outcome, reason: result.reason };
  const { judgement, measures, tookMs, notes } = result;
  return {
    ...row,
    outcome,
    measures: Object.fromEntries(measures),
    shortfalls: judgement.shortfalls,
    unjudged: judgement.unjudged,
    notes,
    seconds: Math.round(tookMs / 100) / 10,
  };
}
