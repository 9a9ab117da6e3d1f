/** `glomers challenges`: the official table, its rows run side by side, and held against limits and bars. */
import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { Board } from "../challenges/board.ts";
import { judge, noOtherRow, type OtherRow } from "../challenges/judge.ts";
import { measureTexts, type RowResult, renderResults, renderRows } from "../challenges/render.ts";
import type { RowReport } from "../challenges/row-process/messages.ts";
import { RowFailure, RowProcesses } from "../challenges/row-process/row-process.ts";
import { runJobs } from "../challenges/side-by-side/run-jobs.ts";
import { allCores, type Job, jobOf, limitsFor } from "../challenges/side-by-side/schedule.ts";
import { strainText } from "../challenges/strain/strain.ts";
import { type Row, table } from "../challenges/table.ts";
import { findSolution } from "../challenges/workspace.ts";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { parseTestArguments } from "../cli/test-arguments.ts";
import type { ChallengesOptions } from "../options/challenges-options.ts";
import type { World } from "./world.ts";

/** A row that has a solution, ready to be run. */
interface Task extends Job {
  /** Options of `glomers test`, and what stands after `--`. */
  readonly typed: readonly string[];
  readonly args: readonly string[];
}

/** A run of a row, or why there is none. */
interface Attempt {
  readonly report: RowReport | string;
  readonly tookMs: number;
}

/**
 * @returns 0 if every row that was run met its limits and bars, else 1; an interruption's own code
 * @throws {OptionError} if a package's wishes for single rows cannot be understood
 */
export async function challengesCommand(options: ChallengesOptions, world: World): Promise<ExitCode> {
  const { output, interruption } = world;
  const rows = table.filter(({ id }) => options.rows.includes(id));
  if (options.list) {
    output.print(renderRows(rows, output.colours));
    return exitCode.valid;
  }
  const plans = rows.map((row) => planFor(row, options, world));
  const tasks = plans.filter((plan) => "typed" in plan);
  const attempts = await new TableRun(options, world, tasks).run();
  const results = plans.map((plan) => ("typed" in plan ? resultOf(plan, tasks, attempts) : plan));
  output.print(renderResults(results, output.colours));
  output.print(summaryText(results));
  if (interruption.cause !== null) return interruption.cause.code;
  return results.some(isFailure) ? exitCode.invalid : exitCode.valid;
}

function planFor(row: Row, options: ChallengesOptions, { directory }: World): Task | RowResult {
  const kind = options.virtual ? "module" : "bin";
  const solution = findSolution(row, kind, directory);
  if (solution.kind === "none") return { kind: "not-yet", row, reason: solution.reason };
  // A solution must survive what the real seq-kv does.
  const typed = [
    ...row.args.split(" "),
    "--seq-kv",
    "wrapping",
    `--${kind}`,
    relative(directory, solution.file),
    ...(options.store === "store" ? [] : ["--store", options.store]),
  ];
  return { ...jobOf(row, parseTestArguments(typed)), typed, args: solution.args };
}

/** All runs of one call of the command: side by side first, then alone those that the machine has spoilt. */
class TableRun {
  readonly #options: ChallengesOptions;
  readonly #world: World;
  readonly #tasks: readonly Task[];
  readonly #seed: number;
  readonly #board: Board;
  readonly #processes: RowProcesses;
  readonly #attempts = new Map<string, Attempt[]>();

  constructor(options: ChallengesOptions, world: World, tasks: readonly Task[]) {
    this.#options = options;
    this.#world = world;
    this.#tasks = tasks;
    this.#seed = options.seed ?? world.drawSeed();
    this.#board = new Board(tasks.map(({ row }) => row));
    this.#processes = new RowProcesses(world.rowProgram, world.interruption, options.virtual);
  }

  /** Every attempt at every row, by its id, in order. */
  async run(): Promise<ReadonlyMap<string, readonly Attempt[]>> {
    const { virtual, jobs } = this.#options;
    const { output, interruption } = this.#world;
    const cores = availableParallelism();
    const limits = virtual ? allCores(cores, jobs) : limitsFor(cores, jobs);
    const runNow = async (job: Job, measuring: () => void): Promise<void> => {
      const task = this.#tasks.find(({ row }) => row === job.row);
      if (task !== undefined) await this.#attempt(task, measuring);
    };
    await runJobs(this.#tasks, limits, runNow, interruption.signal);
    for (const task of this.#tasks) {
      const [first] = this.#attempts.get(task.row.id) ?? [];
      const reason = first === undefined ? null : spoiltBy(first, task.row);
      if (reason === null || interruption.cause !== null) continue;
      output.print(`↻ ${task.row.id}  the machine has spoilt this row: ${reason}; it is run again alone`);
      await this.#attempt(task, () => {});
    }
    await this.#processes.end();
    output.status(null);
    return this.#attempts;
  }

  async #attempt(task: Task, measuring: () => void): Promise<void> {
    const { output, version } = this.#world;
    const { row, typed, args } = task;
    const request = { id: row.id, typed, args, seed: this.#seed, version, colours: output.colours };
    this.#board.start(row);
    this.#show();
    const start = performance.now();
    const progress = (line: string): void => {
      measuring();
      this.#board.progress(row, line);
      this.#show();
    };
    const report = await this.#processes.run(request, progress).catch((error: unknown) => {
      if (error instanceof RowFailure) return error.message;
      throw error;
    });
    const attempt = { report, tookMs: performance.now() - start };
    this.#attempts.set(row.id, [...(this.#attempts.get(row.id) ?? []), attempt]);
    this.#board.end(row);
    output.print(endText(row, attempt));
    this.#show();
  }

  #show(): void {
    const { output } = this.#world;
    if (output.interactive) output.status(this.#board.text(output.columns));
  }
}

/**
 * Why a row's figures are not the nodes' own; null if they are. Delays can only make times worse, so a row that passed
 * in spite of them has passed. Without processors its operations are too few and its batches too large, which flatters it.
 */
function spoiltBy({ report }: Attempt, row: Row): string | null {
  if (typeof report === "string" || report.strain === null) return null;
  const strain = strainText(report.strain, row);
  if (strain === null) return null;
  const isStarved = strainText({ ...report.strain, latestMs: 0 }, row) !== null;
  const { passed } = judge(row, report.valid, new Map(report.measures));
  return isStarved || !passed ? strain : null;
}

/** `✓ 3d    31.2 s   msgs/op 1.04, …`; of a row that did not pass also everything that its run has to say. */
function endText(row: Row, { report, tookMs }: Attempt): string {
  const head = (mark: string): string => `${mark} ${row.id.padEnd(6)}${(tookMs / 1000).toFixed(1)} s`;
  if (typeof report === "string") return `${head("✗")}   ${report}`;
  const measures = new Map(report.measures);
  const { passed, shortfalls } = judge(row, report.valid, measures);
  const store = report.store === null ? [] : [report.store];
  if (passed) return [head("✓"), measureTexts(row, measures).join(", "), ...store].join("   ");
  return `${head("✗")}   ${shortfalls.join("; ")}\n\n${report.text}\n`;
}

function resultOf(
  { row }: Task,
  tasks: readonly Task[],
  attempts: ReadonlyMap<string, readonly Attempt[]>,
): RowResult {
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

function notesOn(attempts: readonly Attempt[], row: Row): readonly string[] {
  const [first, second] = attempts;
  const reason = first === undefined ? null : spoiltBy(first, row);
  if (second === undefined || reason === null) return [];
  const again = spoiltBy(second, row);
  return [
    `run again alone, because ${reason}`,
    ...(again === null ? [] : [`spoilt again, because ${again}: no figure of the nodes' own`]),
  ];
}

/** Another row's measures, if it was run and differs from this one in what its program was told. */
function otherRow(
  { challenge, id }: Row,
  tasks: readonly Task[],
  attempts: ReadonlyMap<string, readonly Attempt[]>,
): OtherRow {
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

function isFailure(result: RowResult): boolean {
  return result.kind === "lost" || (result.kind === "run" && !result.judgement.passed);
}

/** `2 rows passed; 15 are not solved yet.` */
function summaryText(results: readonly RowResult[]): string {
  const failed = results.filter(isFailure).length;
  const open = results.filter(({ kind }) => kind === "not-yet").length;
  const passed = results.length - failed - open;
  const parts = [`${passed} ${passed === 1 ? "row" : "rows"} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (open > 0) parts.push(`${open} not solved yet`);
  return `${parts.join(", ")}.`;
}
