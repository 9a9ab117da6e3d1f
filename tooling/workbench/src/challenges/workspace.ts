/**
 * Finds the packages that solve the challenges: `packages/<challenge>` in the working directory or above it.
 *
 * The workbench never imports a challenge, since challenges use the workbench in their tests. It runs what it finds.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { OptionError } from "../options/option-reader.ts";
import { InvalidValue } from "../options/values.ts";
import { binOf, hasSeveralBins, mainModuleOf } from "../subject/package-manifest.ts";
import { type RowSettings, rowSettingsOf } from "../subject/row-arguments.ts";
import { type Row, rowIds } from "./table.ts";

/** What to run for a row, or why that is impossible. */
export type Solution = ({ readonly kind: "bin" | "module"; readonly file: string } & RowSettings) | Unsolved;

/** Why there is nothing to run for a row. */
export interface Unsolved {
  readonly kind: "none";
  readonly reason: string;
  /** Whether there is no program; else the package has one and calls the row open. */
  readonly isMissing: boolean;
}

/**
 * Looks for the program, or for the module that runs in virtual time, of one row's challenge.
 *
 * @throws {OptionError} if the package's manifest is not JSON, or its wishes for single rows cannot be understood
 */
export function findSolution(
  { id, challenge }: Pick<Row, "id" | "challenge">,
  wanted: "bin" | "module",
  directory: string,
): Solution {
  const folder = packageFolder(challenge, directory);
  if (folder === null) return none(`no packages/${challenge}`);
  const manifestPath = join(folder, "package.json");
  const manifest = read(manifestPath);
  const target = targetOf(manifest, wanted);
  if (target === null) return none(`packages/${challenge} has ${lackOf(manifest, wanted)}`);
  const file = join(folder, target);
  if (!isFile(file)) return none(`packages/${challenge} is not built`);
  try {
    return { kind: wanted, file, ...rowSettingsOf(manifest, id, rowIds) };
  } catch (error) {
    if (error instanceof InvalidValue) throw new OptionError(`${manifestPath}: ${error.message}`);
    throw error;
  }
}

/**
 * The same, of the rows that are to be run: what its own package calls open is run for those who ask for it, and judged then
 * like any other row.
 *
 * @param named - whether somebody has asked for it
 */
export function findSolutionToRun(
  row: Pick<Row, "id" | "challenge">,
  wanted: "bin" | "module",
  directory: string,
  named: boolean,
): Solution {
  const solution = findSolution(row, wanted, directory);
  if (solution.kind === "none" || solution.open === null || named) return solution;
  return { kind: "none", reason: solution.open, isMissing: false };
}

/**
 * Refuses to run a table in which nothing can be run: all rows "not solved yet" would look like a success to whoever looks at
 * the exit code alone, and most likely the folder is the wrong one, or nothing is built.
 *
 * @param plans - of all rows that were asked for; those that cannot be run have a `reason`
 * @throws {OptionError} if none of them has a program; says what to do
 */
export function requireProgram(
  plans: readonly (object | Pick<Unsolved, "reason" | "isMissing">)[],
  wanted: "bin" | "module",
  directory: string,
): void {
  const reasons = plans.map((plan) => ("isMissing" in plan && plan.isMissing ? plan.reason : null));
  if (reasons.includes(null)) return;
  throw new OptionError(
    `There is nothing to run: ${[...new Set(reasons)].join(", ")} (looked for in ${directory} and the folders above it).\n` +
      `Go to a folder with packages/<challenge>/package.json that names a ${wanted}, and build it; or try a single program: ` +
      "glomers test -w echo --bin FILE --node-count 1",
  );
}

/** The nearest one wins, as with `node_modules`. */
function packageFolder(challenge: string, directory: string): string | null {
  for (let folder = directory; ; folder = dirname(folder)) {
    const candidate = join(folder, "packages", challenge);
    if (isFile(join(candidate, "package.json"))) return candidate;
    if (dirname(folder) === folder) return null;
  }
}

/** @throws {OptionError} if it cannot be read: that it has no bin would send people looking in the wrong place */
function read(manifestPath: string): unknown {
  try {
    return JSON.parse(readFileSync(manifestPath, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OptionError(`${manifestPath} cannot be read: ${reason}`);
  }
}

function lackOf(manifest: unknown, wanted: "bin" | "module"): string {
  const isAmbiguous = wanted === "bin" && hasSeveralBins(manifest);
  return isAmbiguous ? "several bins, and none of the package's name" : `no ${wanted}`;
}

function targetOf(manifest: unknown, wanted: "bin" | "module"): string | null {
  if (manifest === null) return null;
  if (wanted === "bin") return binOf(manifest);
  try {
    return mainModuleOf(manifest);
  } catch (error) {
    if (error instanceof InvalidValue) return null;
    throw error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function none(reason: string): Solution {
  return { kind: "none", reason, isMissing: true };
}
