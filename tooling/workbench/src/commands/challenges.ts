/** `glomers challenges`: the official table, its rows run side by side, and held against limits and bars. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import { type Attempt, endText, spoiltBy } from "../challenges/attempt.ts";
import { Board } from "../challenges/board.ts";
import { type RowResult, renderResults, renderRows } from "../challenges/render.ts";
import { type Attempts, adviceText, codeOf, resultOf, summaryText } from "../challenges/results.ts";
import { RowFailure, type RowListener } from "../challenges/row-process/row-process.ts";
import { RowProcesses } from "../challenges/row-process/row-processes.ts";
import { runJobs } from "../challenges/side-by-side/run-jobs.ts";
import { type Job, jobOf, limitsFor, rowsAtOnce } from "../challenges/side-by-side/schedule.ts";
import { type Row, table } from "../challenges/table.ts";
import { findSolutionToRun, requireProgram } from "../challenges/workspace.ts";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { tableWidth } from "../cli/output.ts";
import { parseTestArguments } from "../cli/test-arguments.ts";
import { nearestExisting, prepareStore } from "../files.ts";
import type { ChallengesOptions } from "../options/challenges-options.ts";
import { repeatCommand } from "../run/command-line.ts";
import { processWorkMs } from "../run/work.ts";
import type { World } from "./world.ts";

/** A row that has a solution, ready to be run. */
interface Task extends Job {
  /** Options of `glomers test`, and what stands after `--`. */
  readonly typed: readonly string[];
  readonly args: readonly string[];
}

/**
 * @returns 0 if every row that was run met its limits and bars, 1 if one did not, 2 if of one nobody can say; an interruption's
 *   own code
 * @throws {OptionError} if there is nothing to run, the store cannot be written to, or a package's wishes for single rows cannot be understood
 */
export async function challengesCommand(options: ChallengesOptions, world: World): Promise<ExitCode> {
  const { output, interruption } = world;
  const rows = table.filter(({ id }) => options.rows.includes(id));
  if (options.list) {
    output.print(renderRows(rows, output.colours, tableWidth(output)));
    return exitCode.valid;
  }
  const plans = rows.map((row) => planFor(row, options, world));
  requireProgram(plans, options.virtual ? "module" : "bin", world.directory);
  // In virtual time a store is made only for a row that does not pass; but that it could be, is seen now.
  const store = resolve(world.directory, options.store);
  prepareStore(options.virtual ? nearestExisting(store) : store, options.store);
  const tasks = plans.filter((plan) => "typed" in plan);
  const seed = options.seed ?? world.drawSeed();
  const { attempts, workMs } = await new TableRun(options, world, tasks, seed).run();
  const results = plans.map((plan) => ("typed" in plan ? resultOf(plan, tasks, attempts) : plan));
  output.print(renderResults(results, output.colours, tableWidth(output)));
  output.print([summaryText(results), ...(options.virtual ? [workText(workMs)] : [])].join(" "));
  // Rows that pass leave nothing else of which it could be read.
  if (options.virtual) output.print(`Again   ${repeatCommand(world.typed, [], seed)}`);
  const advice = adviceText(results);
  if (advice !== null) output.print(advice);
  if (interruption.cause !== null) return interruption.cause.code;
  return codeOf(results);
}

function planFor(row: Row, options: ChallengesOptions, { directory }: World): Task | RowResult {
  const kind = options.virtual ? "module" : "bin";
  const solution = findSolutionToRun(row, kind, directory, options.named);
  if (solution.kind === "none") return { ...solution, kind: "not-yet", row };
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

  constructor(options: ChallengesOptions, world: World, tasks: readonly Task[], seed: number) {
    this.#options = options;
    this.#world = world;
    this.#tasks = tasks;
    this.#seed = seed;
    this.#board = new Board(tasks.map(({ row }) => row));
    this.#processes = new RowProcesses(world.rowProgram, world.interruption, options.virtual);
  }

  /** Every attempt at every row, by its id, in order; and the processor time that they took, nodes not included. */
  async run(): Promise<{ readonly attempts: Attempts; readonly workMs: number }> {
    const { virtual, jobs } = this.#options;
    const { output, interruption } = this.#world;
    // A second process in virtual time would cost a fifth more work: it has the same code to warm up.
    const limits = virtual ? rowsAtOnce(jobs ?? 1) : limitsFor(availableParallelism(), jobs);
    const runNow = async (job: Job, ready: () => Promise<void>): Promise<void> => {
      const task = this.#tasks.find(({ row }) => row === job.row);
      if (task !== undefined) await this.#attempt(task, ready);
    };
    await runJobs(this.#tasks, limits, runNow, interruption.signal);
    await this.#runSpoiltAgain();
    await this.#processes.end();
    output.status(null);
    return { attempts: this.#attempts, workMs: this.#processes.workMs };
  }

  /** One at a time. Once that does not help, the machine is busy with something else, and waiting longer would not either. */
  async #runSpoiltAgain(): Promise<void> {
    const { output, interruption } = this.#world;
    for (const task of this.#tasks) {
      const { row } = task;
      const reason = this.#spoilt(row);
      if (reason === null || interruption.cause !== null) continue;
      output.print(`↻ ${row.id}  the machine has spoilt this row: ${reason}; it is run again alone`);
      await this.#attempt(task, async () => {});
      if (this.#spoilt(row) === null) continue;
      output.print(`↻ ${row.id}  spoilt again, though alone: the machine is busy; no other row is run again`);
      return;
    }
  }

  /** Why the last run of a row is to be had again. */
  #spoilt(row: Row): string | null {
    const last = this.#attempts.get(row.id)?.at(-1);
    return last === undefined ? null : spoiltBy(last, row);
  }

  async #attempt(task: Task, ready: () => Promise<void>): Promise<void> {
    const { output, version } = this.#world;
    const { row, typed, args } = task;
    const { virtual } = this.#options;
    const seed = this.#seed;
    const mark = randomUUID();
    const request = { id: row.id, typed, args, seed, virtual, version, mark, colours: output.colours };
    this.#board.start(row);
    this.#show();
    // Where nobody sees the board, half a minute without a word would look like a hang.
    if (!output.interactive && !virtual) output.print(`▶ ${row.id.padEnd(6)}${row.what}`);
    const start = performance.now();
    const heard: RowListener = {
      progress: (line) => {
        this.#board.progress(row, line);
        this.#show();
      },
      ready,
      standstill: (seconds) => output.complain(standstillText(row, seed, seconds)),
    };
    const report = await this.#processes.run(request, heard).catch((error: unknown) => {
      if (error instanceof RowFailure) return error.message;
      throw error;
    });
    const attempt = { report, tookMs: performance.now() - start };
    this.#attempts.set(row.id, [...(this.#attempts.get(row.id) ?? []), attempt]);
    this.#board.end(row);
    output.print(endText(row, attempt, output.colours));
    this.#show();
  }

  #show(): void {
    const { output } = this.#world;
    if (output.interactive) output.status(this.#board.text(output.columns));
  }
}

/** What no run in virtual time says of itself, as it is what holds up its process. */
function standstillText({ id }: Row, seed: number, seconds: number): string {
  return (
    `glomers: row ${id} has not moved for ${seconds} s, with seed ${seed}. If no long history is being judged, a node does not come ` +
    "back from what it does, as from an endless loop. End it with Ctrl-C."
  );
}

/** In virtual time that is what a run costs; how long it takes depends on how many cores there are. */
function workText(ofRowsMs: number): string {
  return `That took ${((ofRowsMs + processWorkMs()) / 1000).toFixed(1)} s of processor time in all.`;
}
