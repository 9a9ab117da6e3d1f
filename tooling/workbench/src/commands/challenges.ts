/** `glomers challenges`: the official table, run row by row, and held against limits and bars. */
import { relative } from "node:path";
import { type Figures, figuresOf } from "../challenges/figures.ts";
import { judge } from "../challenges/judge.ts";
import { type RowResult, renderResults, renderRows } from "../challenges/render.ts";
import { type Row, table } from "../challenges/table.ts";
import { findSolution } from "../challenges/workspace.ts";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { parseTestArguments } from "../cli/test-arguments.ts";
import type { ChallengesOptions } from "../options/challenges-options.ts";
import { resolveSubject, runAndReport } from "./test.ts";
import type { World } from "./world.ts";

/**
 * Runs the rows one after the other, because two at once would take each other's processor and spoil both figures.
 *
 * @returns 0 if every row that was run met its limits and bars, else 1; an interruption's own code
 */
export async function challengesCommand(options: ChallengesOptions, world: World): Promise<ExitCode> {
  const { output, interruption } = world;
  const rows = table.filter(({ id }) => options.rows.includes(id));
  if (options.list) {
    output.print(renderRows(rows, output.colours));
    return exitCode.valid;
  }
  const seed = options.seed ?? world.drawSeed();
  const results: RowResult[] = [];
  for (const row of rows) {
    if (interruption.cause !== null) break;
    results.push(await runRow(row, options, seed, world));
  }
  output.print(renderResults(results, output.colours));
  output.print(summaryText(results));
  if (interruption.cause !== null) return interruption.cause.code;
  return results.some((result) => result.kind === "run" && !result.judgement.passed)
    ? exitCode.invalid
    : exitCode.valid;
}

async function runRow(row: Row, options: ChallengesOptions, seed: number, world: World): Promise<RowResult> {
  const { output, directory } = world;
  const kind = options.virtual ? "module" : "bin";
  const typed = row.args.split(" ");
  const solution = findSolution(row.challenge, kind, directory);
  if (solution.kind === "none") return { kind: "not-yet", row, reason: solution.reason };

  // A solution must survive what the real seq-kv does.
  const own = [...typed, "--seq-kv", "wrapping", `--${kind}`, relative(directory, solution.file)];
  const test = { ...parseTestArguments(own), store: options.store };
  output.print(
    `── ${row.id}  ${row.what} ${"─".repeat(Math.max(0, 60 - row.what.length))}\n   glomers test ${row.args}`,
  );
  const start = performance.now();
  const subject = await resolveSubject(test.subject, directory);
  const trial = await runAndReport({ options: test, subject, seed, typed: ["test", ...own] }, world);
  output.print("");
  const judged = trial.kind === "judged" ? trial.judged : null;
  const figures: Figures = judged === null ? new Map() : figuresOf(judged.results);
  const judgement = judge(row, judged?.valid ?? "unknown", figures);
  return { kind: "run", row, judgement, figures, tookMs: performance.now() - start };
}

/** `2 rows passed; 15 are not solved yet.` */
function summaryText(results: readonly RowResult[]): string {
  const passed = results.filter((result) => result.kind === "run" && result.judgement.passed).length;
  const failed = results.filter((result) => result.kind === "run" && !result.judgement.passed).length;
  const open = results.length - passed - failed;
  const parts = [`${passed} ${passed === 1 ? "row" : "rows"} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (open > 0) parts.push(`${open} not solved yet`);
  return `${parts.join(", ")}.`;
}
