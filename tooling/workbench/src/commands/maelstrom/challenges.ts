/** `glomers maelstrom challenges`: the official table on the real Maelstrom. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { printExactJson, StoreError } from "@gossip-glomers/history";
import { type Installation, LaunchError, type Surroundings } from "@gossip-glomers/maelstrom";
import { type Attempt, endText } from "../../challenges/attempt.ts";
import { Board } from "../../challenges/board.ts";
import type { Measures } from "../../challenges/figures.ts";
import { judge } from "../../challenges/judge.ts";
import { resultsJson, resultsMarkdown } from "../../challenges/publish.ts";
import { type RowResult, renderResults, renderRows } from "../../challenges/render.ts";
import { type Attempts, codeOf, resultOf, summaryText } from "../../challenges/results.ts";
import type { RowReport } from "../../challenges/row-process/messages.ts";
import { runJobs } from "../../challenges/side-by-side/run-jobs.ts";
import { type Job, jobOf, rowsAtOnce } from "../../challenges/side-by-side/schedule.ts";
import { type Row, table } from "../../challenges/table.ts";
import { findSolutionToRun, requireProgram } from "../../challenges/workspace.ts";
import { readSettings } from "../../check/settings.ts";
import { type ExitCode, exitCode } from "../../cli/exit-code.ts";
import { tableWidth } from "../../cli/output.ts";
import { parseTestArguments } from "../../cli/test-arguments.ts";
import { type AskedFile, prepareFile, prepareStore, writeAskedFile } from "../../files.ts";
import { aftermathOf, aftermathText, cautionsOf, crashOf, resultsOf } from "../../maelstrom/aftermath.ts";
import { measureStored } from "../../maelstrom/measure.ts";
import { requireMaelstrom } from "../../maelstrom/requirements.ts";
import { type MaelstromEnd, runMaelstrom } from "../../maelstrom/run-maelstrom.ts";
import { validityOf, verdictText } from "../../maelstrom/verdict.ts";
import type { MaelstromChallengesOptions } from "../../options/maelstrom-challenges-options.ts";
import type { TestOptions } from "../../options/test-options.ts";
import { resolveBin } from "../../subject/resolve-subject.ts";
import { displayed } from "../test.ts";
import type { World } from "../world.ts";

type Here = Pick<World, "output" | "interruption" | "directory">;

/** A row that has a program, ready to be run. */
interface Task extends Job {
  readonly bin: string;
  /** What the program is told. */
  readonly args: readonly string[];
  readonly options: TestOptions;
}

/**
 * @returns 0 if every row that was run met its limits and bars, else 1; an interruption's own code
 * @throws {OptionError} if there is nothing to run, no Maelstrom or no Java, a program cannot be started, or a file cannot be written
 */
export async function maelstromChallengesCommand(
  options: MaelstromChallengesOptions,
  here: Here,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { output, interruption, directory } = here;
  const rows = table.filter(({ id }) => options.rows.includes(id));
  if (options.list) {
    output.print(renderRows(rows, output.colours, tableWidth(output)));
    return exitCode.valid;
  }
  const publications = publicationsOf(options, directory);
  for (const { file } of publications) prepareFile(file);
  const plans = await Promise.all(rows.map((row) => planFor(row, options, directory)));
  requireProgram(plans, "bin", directory);
  const tasks = plans.filter((plan) => "bin" in plan);
  const { attempts, cautions } =
    tasks.length === 0 ? nothingRun : await runAll(tasks, options, here, surroundings);
  const results = plans.map((plan) =>
    "bin" in plan ? withCautions(resultOf(plan, tasks, attempts), cautions) : plan,
  );
  output.print(`${renderResults(results, output.colours, tableWidth(output))}\n${summaryText(results)}`);
  for (const { file, content } of publications) writeAskedFile(file, content(results));
  if (interruption.cause !== null) return interruption.cause.code;
  return codeOf(results);
}

async function runAll(
  tasks: readonly Task[],
  options: MaelstromChallengesOptions,
  here: Here,
  surroundings: Surroundings,
): Promise<Outcome> {
  const installation = requireMaelstrom(surroundings);
  prepareStore(resolve(here.directory, options.store), options.store);
  const run = new MaelstromTable(options, here, { installation, env: surroundings.env });
  await run.all(tasks);
  return run;
}

/** What came of all rows. */
interface Outcome {
  readonly attempts: Attempts;
  /** What our checkers found in rows that have passed, by their ids. */
  readonly cautions: ReadonlyMap<string, readonly string[]>;
}

const nothingRun: Outcome = { attempts: new Map(), cautions: new Map() };

function withCautions(result: RowResult, cautions: Outcome["cautions"]): RowResult {
  if (result.kind !== "run") return result;
  return { ...result, notes: [...result.notes, ...(cautions.get(result.row.id) ?? [])] };
}

async function planFor(
  row: Row,
  { named }: MaelstromChallengesOptions,
  directory: string,
): Promise<Task | RowResult> {
  const solution = findSolutionToRun(row, "bin", directory, named);
  if (solution.kind === "none") return { ...solution, kind: "not-yet", row };
  const bin = await resolveBin(solution.file, directory);
  const options = parseTestArguments([...row.args.split(" "), "--bin", bin]);
  return { ...jobOf(row, options), bin, args: solution.args, options };
}

/** A file that was asked for, and what is to stand in it. */
interface Publication {
  readonly file: AskedFile;
  readonly content: (results: readonly RowResult[]) => string;
}

function publicationsOf(
  { json, summary }: MaelstromChallengesOptions,
  directory: string,
): readonly Publication[] {
  const asked = (flag: string, path: string | null, content: Publication["content"]): Publication[] =>
    path === null ? [] : [{ file: { flag, path: resolve(directory, path) }, content }];
  return [
    ...asked("--json", json, (results) => `${printExactJson(resultsJson(results))}\n`),
    ...asked("--summary", summary, (results) => resultsMarkdown("Gossip Glomers on Maelstrom", results)),
  ];
}

/** What rows are run with. */
interface Means {
  readonly installation: Installation;
  readonly env: NodeJS.ProcessEnv;
}

/** All rows of one call of the command. */
class MaelstromTable implements Outcome {
  readonly attempts = new Map<string, Attempt[]>();
  readonly cautions = new Map<string, readonly string[]>();
  readonly #options: MaelstromChallengesOptions;
  readonly #here: Here;
  readonly #means: Means;
  #board = new Board([]);

  constructor(options: MaelstromChallengesOptions, here: Here, means: Means) {
    this.#options = options;
    this.#here = here;
    this.#means = means;
  }

  async all(tasks: readonly Task[]): Promise<void> {
    const { output, interruption } = this.#here;
    this.#board = new Board(tasks.map(({ row }) => row));
    const { jobs } = this.#options;
    const perform = async (job: Job, measuring: () => void): Promise<void> => {
      const task = tasks.find(({ row }) => row === job.row);
      if (task !== undefined) await this.#attempt(task, measuring);
    };
    await runJobs(tasks, rowsAtOnce(jobs), perform, interruption.signal);
    output.status(null);
  }

  async #attempt(task: Task, measuring: () => void): Promise<void> {
    const { output } = this.#here;
    const { row } = task;
    this.#board.start(row);
    this.#show();
    if (!output.interactive) output.print(`▶ ${row.id.padEnd(6)}${row.what}`);
    const start = performance.now();
    const report = await this.#run(task, measuring).catch((error: unknown) => {
      if (error instanceof LaunchError) return error.message;
      throw error;
    });
    const attempt = { report, tookMs: performance.now() - start };
    this.attempts.set(row.id, [attempt]);
    this.#board.end(row);
    output.print(endText(row, attempt, output.colours));
    for (const caution of this.cautions.get(row.id) ?? []) output.print(`  ${caution}`);
    this.#show();
  }

  async #run({ row, bin, args, options }: Task, measuring: () => void): Promise<RowReport> {
    const { directory, interruption } = this.#here;
    const folder = resolve(directory, this.#options.store, row.id);
    mkdirSync(folder, { recursive: true });
    const outputFile = join(folder, "output.log");
    const end = await runMaelstrom({
      ...this.#means,
      line: { flags: [...row.args.split(" "), "--bin", bin], rest: args },
      bin,
      directory,
      // Of its own, as Maelstrom's links and those of a row beside it would be each other's.
      store: join(folder, "store"),
      outputFile,
      signal: interruption.signal,
      heard: () => {},
      progress: (text, isNewStage) => {
        if (isNewStage && text.startsWith("running")) measuring();
        this.#board.progress(row, text);
        this.#show();
      },
    });
    return this.#report(row, options, end, outputFile);
  }

  #report(row: Row, options: TestOptions, end: MaelstromEnd, outputFile: string): RowReport {
    const { directory, interruption, output } = this.#here;
    const interrupted = interruption.cause?.reason ?? null;
    const folder = end.folders.at(-1) ?? null;
    const store = displayed(folder ?? outputFile, directory);
    const valid = validityOf(end.ending) ?? "unknown";
    const unmeasured = { valid, interrupted, measures: [], strain: null, store, text: "" };
    if (interrupted !== null) return unmeasured;
    const measures: Measures = folder === null ? new Map() : measuresIn(folder, row, options);
    const aftermath = folder === null ? null : aftermathOf(folder, readSettings(row.args.split(" ")));
    if (judge(row, valid, measures).passed) {
      // Also such a run may have had a node that nobody read any more, or partitions that cut nobody.
      if (aftermath !== null) this.cautions.set(row.id, cautionsOf(aftermath));
      return { ...unmeasured, measures: [...measures] };
    }
    const said = {
      ...end,
      results: aftermath === null ? null : resultsOf(aftermath),
      crash: aftermath === null ? null : crashOf(aftermath),
    };
    const text = [
      verdictText(said, output.colours),
      ...(aftermath === null ? [] : [aftermathText(aftermath, directory, output.colours)]),
      `Output   ${displayed(outputFile, directory)}`,
    ].join("\n\n");
    return { ...unmeasured, measures: [...measures], text };
  }

  #show(): void {
    const { output } = this.#here;
    if (output.interactive) output.status(this.#board.text(output.columns));
  }
}

/** None of a run that is too broken to be measured: what is wrong with it is told with its verdict. */
function measuresIn(folder: string, row: Row, options: TestOptions): Measures {
  try {
    return measureStored(folder, row, options);
  } catch (error) {
    if (error instanceof StoreError) return new Map();
    throw error;
  }
}
