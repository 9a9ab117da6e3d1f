/**
 * The stored runs of the real Maelstrom that checkers are held against: a few in `corpus/` beside this file, and the
 * whole corpus where it is.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RequiredAvailability } from "../src/availability/availability.ts";

const SAMPLE = join(import.meta.dirname, "corpus");
const CORPUS = process.env.GLOMERS_CORPUS ?? join(import.meta.dirname, "../../../../shared/corpus");

export interface CorpusRun {
  /** For instance `echo/006` or `defects/echo--wrong-echo`. */
  readonly name: string;
  readonly directory: string;
  readonly availability: RequiredAvailability;
}

/** The runs of a workload that have both a history and results; a run that crashed has none. */
export function corpusRuns(workload: string): readonly CorpusRun[] {
  return [SAMPLE, CORPUS].filter((root) => existsSync(root)).flatMap((root) => runsIn(root, workload));
}

function runsIn(root: string, workload: string): readonly CorpusRun[] {
  const index = readFileSync(join(root, "INDEX.md"), "utf8");
  const plain = entries(join(root, workload)).map((entry) => ({
    name: `${workload}/${entry}`,
    directory: join(root, workload, entry),
    availability: availabilityIn(indexRow(index, workload, entry)),
  }));
  const defects = entries(join(root, "defects"))
    .filter((entry) => entry.startsWith(`${workload}--`))
    .map((entry) => ({
      name: `defects/${entry}`,
      directory: join(root, "defects", entry),
      availability: availabilityIn(metaArguments(join(root, "defects", entry))),
    }));
  return [...plain, ...defects].filter(
    ({ directory }) =>
      existsSync(join(directory, "history.edn")) && existsSync(join(directory, "results.edn")),
  );
}

function entries(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

/** The row of a run in the index's table of its workload. */
function indexRow(index: string, workload: string, run: string): string {
  const section = index.split(/^## /m).find((text) => text.startsWith(`${workload}\n`)) ?? "";
  return section.split("\n").find((line) => line.startsWith(`| ${run} |`)) ?? "";
}

/** The arguments that meta.json keeps, as one text. */
function metaArguments(directory: string): string {
  const path = join(directory, "meta.json");
  if (!existsSync(path)) return "";
  const meta: { readonly arguments: readonly string[] } = JSON.parse(readFileSync(path, "utf8"));
  return meta.arguments.join(" ");
}

function availabilityIn(commandLine: string): RequiredAvailability {
  const value = /--availability (\S+)/.exec(commandLine)?.[1];
  if (value === undefined) return null;
  return value === "total" ? value : Number(value);
}
