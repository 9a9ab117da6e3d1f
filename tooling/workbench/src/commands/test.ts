/** `glomers test`: runs one workload, as often as asked, and says what came of it. */
import { relative, resolve } from "node:path";
import { seconds } from "@gossip-glomers/simulator";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { prepareStore } from "../files.ts";
import type { Subject, TestOptions } from "../options/test-options.ts";
import { crashText, reportText } from "../report/report.ts";
import { repeatCommand } from "../run/command-line.ts";
import { progressObserver } from "../run/progress.ts";
import type { ResolvedSubject } from "../run/stage.ts";
import { watchForStandstill } from "../run/standstill.ts";
import { runTrial, type Trial } from "../run/trial.ts";
import { resolveBin, resolveServer } from "../subject/resolve-subject.ts";
import type { World } from "./world.ts";

/**
 * @returns the exit code of the last run: the first that was not valid, if there was one
 * @throws {OptionError} if there is no program or module to run, or the store cannot be written to
 */
export async function testCommand(options: TestOptions, world: World): Promise<ExitCode> {
  const subject = await resolveSubject(options.subject, world.directory);
  prepareStore(resolve(world.directory, options.store), options.store);
  for (const flag of options.meaningless) {
    world.output.complain(
      `note: ${flag} has no meaning here; it is accepted so that Maelstrom's command lines work`,
    );
  }
  for (const assumption of options.assumed) world.output.complain(`note: ${assumption}`);
  const seed = options.seed ?? world.drawSeed();
  let code: ExitCode = exitCode.valid;
  for (let repetition = 0; repetition < options.testCount && code === exitCode.valid; repetition += 1) {
    // Each run has another seed, or a virtual one would be the same again.
    const run = { options, subject, seed: seed + repetition };
    if (options.testCount > 1)
      world.output.print(`── run ${repetition + 1} of ${options.testCount}, seed ${run.seed}`);
    code = (await runAndReport(run, world)).code;
  }
  return code;
}

/** One run that was asked for. */
export interface RunRequest {
  readonly options: TestOptions;
  readonly subject: ResolvedSubject;
  readonly seed: number;
}

/** Runs once, showing progress, and prints the report. */
export async function runAndReport(run: RunRequest, world: World): Promise<Trial> {
  const { options, subject, seed } = run;
  const { output } = world;
  const again = repeatCommand(world.typed, options.subject.args, seed);
  const watch = subject.kind === "module" ? watchForStandstill() : null;
  watch?.running(seed);
  const trial = await runTrial({
    ...run,
    root: resolve(world.directory, options.store),
    again,
    version: world.version,
    interruption: world.interruption,
    // In virtual time a run is over before anybody could read how far it is.
    observer: subject.kind === "bin" ? progressObserver(output, seconds(options.timeLimitSeconds)) : {},
    print: (line) => output.print(line),
  });
  watch?.stop();
  output.status(null);
  const store = displayed(trial.directory, world.directory);
  if (trial.kind === "judged") {
    output.print(reportText(trial.judged, store, output.colours));
  } else {
    output.complain(crashText(trial.reason, store, again));
  }
  return trial;
}

/**
 * Finds the program, or imports the module.
 *
 * @throws {OptionError} if there is none; says what to do
 */
export async function resolveSubject(subject: Subject, directory: string): Promise<ResolvedSubject> {
  const { kind, file, args } = subject;
  if (kind === "bin") return { kind, file: await resolveBin(file, directory), args };
  return { kind, server: await resolveServer(file, args, directory) };
}

/** The shorter of two ways to write a path. */
export function displayed(path: string, directory: string): string {
  const fromHere = relative(directory, path);
  return fromHere.startsWith("..") ? path : fromHere;
}
