/** `glomers sweep`: many seeds in virtual time, each another run; says which ones fail and how to see them again. */
import { resolve } from "node:path";
import { figuresOf } from "../challenges/figures.ts";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { parseTestArguments } from "../cli/test-arguments.ts";
import type { SweepOptions } from "../options/sweep-options.ts";
import { repeatCommand } from "../run/command-line.ts";
import type { Interruption } from "../run/interruption.ts";
import { Recording } from "../run/recording.ts";
import type { ResolvedSubject } from "../run/stage.ts";
import { watchForStandstill } from "../run/standstill.ts";
import { type Ending, keepRun, type RunPlan, runAndJudge } from "../run/trial.ts";
import { failureText, sweepProgressLine, sweepSummary } from "../sweep/render.ts";
import { drawRun } from "../sweep/swarm.ts";
import { fateOf, Tally } from "../sweep/tally.ts";
import { displayed, resolveSubject } from "./test.ts";
import type { World } from "./world.ts";

/** How far apart lines of progress are in a pipe, and status lines in a terminal. */
const PRINT_PAUSE_MS = 5_000;
const STATUS_PAUSE_MS = 100;

/**
 * Valid runs are kept nowhere: writing a store takes longer than the run. One that fails is written whole, afterwards.
 *
 * @returns the exit code of the worst run; an interruption's own code
 * @throws {OptionError} if there is no module to run, or an option that is handed on is refused
 */
export async function sweepCommand(options: SweepOptions, world: World): Promise<ExitCode> {
  const { output, interruption } = world;
  const subject = await resolveSubject(
    { kind: "module", file: options.module, args: options.args },
    world.directory,
  );
  const keeping = { root: resolve(world.directory, options.store), version: world.version };
  const tally = new Tally();
  const start = performance.now();
  const watch = watchForStandstill();
  const progress = progressOf(options.seeds, start, world);
  for (let seed = options.from; seed < options.from + options.seeds; seed += 1) {
    watch.running(seed);
    const plan = planOf(options, seed, subject, interruption);
    const recording = new Recording(nowhere, plan.options.log, (line) => output.print(line));
    const ending = await runAndJudge(plan, recording);
    if (interruption.cause !== null) break;
    count(tally, ending);
    if (ending.code !== exitCode.valid) {
      const store = displayed(keepRun(plan, recording.events, ending.results, keeping), world.directory);
      output.print(failureText({ seed, ending, again: plan.again, store }, output.colours));
    }
    if (tally.failures >= options.maxFailures) break;
    progress(tally);
  }
  watch.stop();
  output.status(null);
  output.print(sweepSummary(tally, performance.now() - start, output.colours));
  return interruption.cause?.code ?? tally.code;
}

const nowhere = { write: () => {} };

function planOf(
  options: SweepOptions,
  seed: number,
  subject: ResolvedSubject,
  interruption: Interruption,
): RunPlan {
  const typed = drawRun(options, seed);
  return {
    options: parseTestArguments(typed, options.args),
    subject,
    seed,
    again: repeatCommand(["test", ...typed], options.args, seed),
    interruption,
    observer: {},
  };
}

function count(tally: Tally, ending: Ending): void {
  const fate = fateOf(ending.code);
  if (ending.kind === "crashed") tally.add(fate, new Map(), 0);
  else tally.add(fate, figuresOf(ending.judged.results), ending.judged.duration);
}

/** Shows how far the sweep is, but not after every run of a few milliseconds. */
function progressOf(seeds: number, start: number, { output }: World): (tally: Tally) => void {
  const pause = output.interactive ? STATUS_PAUSE_MS : PRINT_PAUSE_MS;
  let shown = start;
  return (tally) => {
    const now = performance.now();
    if (now - shown < pause) return;
    shown = now;
    const line = sweepProgressLine(tally, seeds, now - start);
    if (output.interactive) output.status(line);
    else output.print(line);
  };
}
