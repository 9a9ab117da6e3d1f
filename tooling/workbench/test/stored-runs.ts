/**
 * The stored runs of the real Maelstrom that `glomers check` is held to: a few in `corpus/` beside this file, and the
 * whole corpus where it is. A new folder is a new test.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { findRuns } from "@gossip-glomers/history";
import { type CheckSettings, readSettings } from "../src/check/settings.ts";

export const SAMPLE: string = join(import.meta.dirname, "corpus");
export const CORPUS: string =
  process.env.GLOMERS_CORPUS ?? join(import.meta.dirname, "../../../../shared/corpus");

export interface StoredCase {
  /** The folder below the corpus: `echo/012`. */
  readonly name: string;
  readonly directory: string;
  /** What a person would type who knows how the run was made. */
  readonly settings: CheckSettings;
}

/** All runs below a folder; none if it does not exist. */
export function storedCases(root: string): readonly StoredCase[] {
  if (!existsSync(root)) return [];
  const index = readFileSync(join(root, "INDEX.md"), "utf8");
  return findRuns(root).map((directory) => ({
    name: relative(root, directory),
    directory,
    settings: settingsIn(index, basename(dirname(directory)), basename(directory)),
  }));
}

const NOTHING: CheckSettings = {
  workload: null,
  consistencyModels: null,
  availability: null,
  maelstromCompat: false,
};

/** The index has the arguments in the row of a run, in the section of its workload; defects have a meta.json. */
function settingsIn(index: string, workload: string, run: string): CheckSettings {
  const section = index.split(/^## /m).find((text) => text.startsWith(`${workload}\n`)) ?? "";
  const row = section.split("\n").find((line) => line.startsWith(`| ${run} |`)) ?? "";
  const typed = /`([^`]*)`/.exec(row)?.[1];
  return typed === undefined ? NOTHING : { ...readSettings(typed.split(" ")), workload: null };
}
