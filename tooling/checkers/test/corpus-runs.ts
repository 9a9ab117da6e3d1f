/**
 * The stored runs that checkers are held against: a few in `corpus/` beside this file, and the whole corpus where it
 * is. A new folder is a new test.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RequiredAvailability } from "../src/availability/availability.ts";

const SAMPLE = join(import.meta.dirname, "corpus");

/** Where the whole corpus is, if it is there. */
export const CORPUS: string =
  process.env.GLOMERS_CORPUS ?? join(import.meta.dirname, "../../../../shared/corpus");

export interface CorpusRun {
  /** For instance `echo/006` or `defects/echo--wrong-echo`. */
  readonly name: string;
  readonly directory: string;
  readonly availability: RequiredAvailability;
  readonly consistencyModels: readonly string[];
}

/** The runs of a workload that have both a history and results; a run that crashed has none. */
export function corpusRuns(workload: string): readonly CorpusRun[] {
  const roots = [SAMPLE, CORPUS].filter((root) => existsSync(root));
  const runs = new Map<string, CorpusRun>();
  for (const run of roots.flatMap((root) => runsIn(root, workload))) {
    if (!runs.has(run.name)) runs.set(run.name, run);
  }
  return [...runs.values()];
}

function runsIn(root: string, workload: string): readonly CorpusRun[] {
  const index = readFileSync(join(root, "INDEX.md"), "utf8");
  const numbered = entries(join(root, workload)).map((entry) =>
    corpusRun(root, join(workload, entry), indexRow(index, workload, entry)),
  );
  const defects = entries(join(root, "defects"))
    .filter((entry) => entry.startsWith(`${workload}--`))
    .map((entry) => corpusRun(root, join("defects", entry), metaArguments(join(root, "defects", entry))));
  return [...numbered, ...defects].filter(({ directory }) =>
    ["history.edn", "results.edn"].every((file) => existsSync(join(directory, file))),
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

function corpusRun(root: string, name: string, commandLine: string): CorpusRun {
  const availability = /--availability ([\w.]+)/.exec(commandLine)?.[1];
  const model = /--consistency-models ([\w+.-]+)/.exec(commandLine)?.[1];
  return {
    name,
    directory: join(root, name),
    availability:
      availability === undefined || availability === "total" ? (availability ?? null) : Number(availability),
    consistencyModels: [model ?? "strict-serializable"],
  };
}
