/** `glomers check`: judges stored runs again, and says where the stored verdict differs. */
import { relative, resolve } from "node:path";
import { findRuns, printExactJson, StoreError } from "@gossip-glomers/history";
import type { CheckOptions } from "../check/check-options.ts";
import { checkRun } from "../check/check-run.ts";
import { checkJson, checkTable, checkText, type NamedRun } from "../check/render.ts";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";
import { OptionError } from "../options/option-reader.ts";
import type { World } from "./world.ts";

/** From the best to the worst: of several runs the worst counts. */
const SEVERITY: readonly ExitCode[] = [
  exitCode.valid,
  exitCode.unknown,
  exitCode.invalid,
  exitCode.crashed,
  exitCode.badArguments,
];

/**
 * @returns what `test` would have said of the run, by our verdict; of several the worst; 254 if one cannot be judged
 */
export function checkCommand(
  { directories, settings, json }: CheckOptions,
  { output, directory }: Pick<World, "output" | "directory">,
): ExitCode {
  const runs: NamedRun[] = [];
  const problems: string[] = [];
  const found = directories.flatMap((name) => attempt(() => runsIn(resolve(directory, name))) ?? []);
  for (const path of found) {
    const name = displayed(path, directory);
    const run = attempt(() => checkRun(path, settings));
    if (run !== null) runs.push({ name, run });
  }
  const single = directories.length === 1 && found.length <= 1;
  const [first] = runs;
  if (json) {
    const values = runs.map(({ name, run }) => ({ directory: name, ...checkJson(run) }));
    if (!single) output.print(printExactJson(values));
    else if (first !== undefined) output.print(printExactJson(checkJson(first.run)));
  } else if (!single) {
    if (runs.length > 0) output.print(checkTable(runs, output.colours));
  } else if (first !== undefined) {
    output.print(checkText(first, output.colours));
  }
  for (const problem of problems) output.complain(problem);
  const codes = [...runs.map(({ run }) => run.code), ...problems.map(() => exitCode.badArguments)];
  return SEVERITY.findLast((code) => codes.includes(code)) ?? exitCode.valid;

  /** Runs `work`; what is wrong with a folder is remembered, as the others can be judged all the same. */
  function attempt<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StoreError || error instanceof OptionError)) throw error;
      problems.push(error.message);
      return null;
    }
  }
}

/** @throws {OptionError} if there is none */
function runsIn(path: string): readonly string[] {
  const runs = findRuns(path);
  if (runs.length > 0) return runs;
  throw new OptionError(
    `${path} holds no run: name a folder with a history.edn, history.txt or trace.jsonl, or one with such folders in it`,
  );
}

/** The shorter of two ways to write a path. */
function displayed(path: string, directory: string): string {
  const fromHere = relative(directory, path);
  return fromHere.startsWith("..") || fromHere === "" ? path : fromHere;
}
