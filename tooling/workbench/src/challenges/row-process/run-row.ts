/** Runs one row, in the process that was made for it, and measures what the table asks for. */
import { resolve } from "node:path";
import type { Run, Validity } from "@gossip-glomers/checkers";
import { type Observer, seconds } from "@gossip-glomers/simulator";
import { parseTestArguments } from "../../cli/test-arguments.ts";
import { displayed, resolveSubject } from "../../commands/test.ts";
import type { TestOptions } from "../../options/test-options.ts";
import { crashText, reportText } from "../../report/report.ts";
import { repeatCommand } from "../../run/command-line.ts";
import type { Interruption } from "../../run/interruption.ts";
import { progressLine } from "../../run/progress.ts";
import { Recording } from "../../run/recording.ts";
import { type Ending, keepRun, type RunPlan, runAndJudge, runTrial } from "../../run/trial.ts";
import { figuresOf, type MeasureName, type Measures } from "../figures.ts";
import { judge } from "../judge.ts";
import { type ObservationName, observationUnits, observe } from "../observations/observations.ts";
import { MachineWatch } from "../strain/machine-watch.ts";
import { demandsOf, type Row, table } from "../table.ts";
import type { RowReport, RowRequest } from "./messages.ts";

/** What a row needs of its process. */
export interface RowSurroundings {
  readonly directory: string;
  readonly interruption: Interruption;
  readonly progress: (line: string) => void;
  /** Asked in real time when the nodes have started; operations begin when it has answered. */
  readonly ready: () => Promise<void>;
}

/** @throws {OptionError} if there is nothing to run */
export async function runRow(request: RowRequest, surroundings: RowSurroundings): Promise<RowReport> {
  const { directory, interruption } = surroundings;
  const row = table.find(({ id }) => id === request.id);
  if (row === undefined) throw new Error(`There is no row ${request.id}`);
  const options = parseTestArguments(request.typed, request.args);
  const subject = await resolveSubject(options.subject, directory);
  const watch = subject.kind === "bin" ? new MachineWatch() : null;
  const again = repeatCommand(["test", ...request.typed], request.args, request.seed);
  const observer = watch === null ? {} : observerOf(options, watch, surroundings.progress);
  const plan: RunPlan = {
    options,
    subject,
    seed: request.seed,
    again,
    interruption,
    observer,
    // In virtual time nobody waits: a clock that jumps would not wait with them.
    ...(watch !== null && { ready: surroundings.ready }),
  };
  const keeping = { root: resolve(directory, options.store), version: request.version };

  const { ending, outcome, folder } =
    watch === null ? await runVirtually(plan, keeping, row) : await runKept(plan, keeping, row);
  const strain = watch?.stop() ?? null;
  const store = folder === null ? null : displayed(folder, directory);
  return {
    ...outcome,
    strain,
    store,
    text: store === null ? "" : textOf(ending, store, again, request.colours),
  };
}

interface Kept {
  readonly ending: Ending;
  readonly outcome: Outcome;
  readonly folder: string | null;
}

type Keeping = Parameters<typeof keepRun>[3];

/** In real time a run is written while it goes on, so that it is there if the bench is killed. */
async function runKept(plan: RunPlan, keeping: Keeping, row: Row): Promise<Kept> {
  const trial = await runTrial({ ...plan, ...keeping, print: () => {} });
  return { ending: trial, outcome: outcomeOf(trial, row, plan.options), folder: trial.directory };
}

/** In virtual time a run that passes is not written, as that takes a third of the work; its seed has it again. */
async function runVirtually(plan: RunPlan, keeping: Keeping, row: Row): Promise<Kept> {
  const recording = new Recording({ write: () => {} }, plan.options.log, () => {});
  const ending = await runAndJudge(plan, recording);
  const outcome = outcomeOf(ending, row, plan.options);
  const isGood = judge(row, outcome.valid, new Map(outcome.measures)).passed;
  return {
    ending,
    outcome,
    folder: isGood ? null : keepRun(plan, recording.events, ending.results, keeping),
  };
}

function observerOf(
  { timeLimitSeconds }: TestOptions,
  watch: MachineWatch,
  say: (line: string) => void,
): Observer {
  let before: Parameters<typeof progressLine>[1] = null;
  return {
    progress(progress) {
      watch.endSecond();
      say(progressLine(progress, before, seconds(timeLimitSeconds)));
      before = progress;
    },
    log: say,
  };
}

/** What the table asks of a run. */
type Outcome = Pick<RowReport, "valid" | "interrupted" | "measures">;

function outcomeOf(ending: Ending, row: Row, options: TestOptions): Outcome {
  if (ending.kind === "crashed") return { valid: "unknown", interrupted: null, measures: [] };
  const { judged, run } = ending;
  const valid: Validity = judged.crashed ? "unknown" : judged.valid;
  return {
    valid,
    interrupted: judged.interrupted,
    measures: [...measuresOf(ending.results, run, row, options)],
  };
}

function measuresOf(results: Ending["results"], run: Run, row: Row, { nodes }: TestOptions): Measures {
  const wanted = demandsOf(row).flatMap((demand) => ("measure" in demand ? [demand.measure] : []));
  const observed = observe(run, nodes, new Set(wanted.filter(isObservation)));
  return new Map<MeasureName, number | null>([...figuresOf(results), ...observed]);
}

function isObservation(name: MeasureName): name is ObservationName {
  return Object.hasOwn(observationUnits, name);
}

function textOf(ending: Ending, store: string, again: string, colours: boolean): string {
  return ending.kind === "crashed"
    ? crashText(ending.reason, store, again)
    : reportText(ending.judged, store, colours);
}
