/** What is left of runs of Maelstrom's, and what our own checkers say of it. */
import {
  type DatumRecord,
  findRuns,
  readNodeLogs,
  type StoredRun,
  StoreError,
} from "@gossip-glomers/history";
import { readRunLog, type TestCrash } from "@gossip-glomers/maelstrom";
import { type CheckedRun, checkRun, isOfTheRun } from "../check/check-run.ts";
import { checkText, stderrText } from "../check/render.ts";
import type { CheckSettings } from "../check/settings.ts";
import { displayed } from "../commands/test.ts";
import { OptionError } from "../options/option-reader.ts";

/** A run, judged by us. */
export interface Judged {
  readonly kind: "judged";
  readonly folder: string;
  readonly run: CheckedRun;
}

/** A folder in which there is nothing to judge, since the test crashed before its first operation, or that is broken. */
export interface Unjudged {
  readonly kind: "unjudged";
  readonly folder: string;
  readonly crash: TestCrash | null;
  readonly reason: string;
  /** What each node wrote to stderr, line by line: of a node that could not be started, why. */
  readonly nodeLogs: StoredRun["nodeLogs"];
}

export type Aftermath = Judged | Unjudged;

/** @param settings - what the run was asked for */
export function aftermathOf(folder: string, settings: CheckSettings): Aftermath {
  const unjudged = (reason: string): Unjudged => ({
    kind: "unjudged",
    folder,
    crash: readRunLog(folder)?.crash ?? null,
    reason,
    nodeLogs: readNodeLogs(folder),
  });
  if (findRuns(folder).length === 0)
    return unjudged("there were no operations, so there is nothing to judge");
  try {
    return { kind: "judged", folder, run: checkRun(folder, settings) };
  } catch (error) {
    if (!(error instanceof StoreError || error instanceof OptionError)) throw error;
    return unjudged(error.message);
  }
}

export function crashOf(aftermath: Aftermath): TestCrash | null {
  return aftermath.kind === "judged" ? aftermath.run.crash : aftermath.crash;
}

export function resultsOf(aftermath: Aftermath): DatumRecord | null {
  return aftermath.kind === "judged" ? aftermath.run.stored : null;
}

/** What our checkers find in a run, whatever Maelstrom says of it: `warning: n1 sent nothing more after …`. */
export function cautionsOf(aftermath: Aftermath): readonly string[] {
  if (aftermath.kind === "unjudged") return [];
  return aftermath.run.findings.filter(isOfTheRun).map(({ severity, summary }) => `${severity}: ${summary}`);
}

/** The report of `glomers check` on it. */
export function aftermathText(aftermath: Aftermath, directory: string, colours: boolean): string {
  const name = displayed(aftermath.folder, directory);
  return aftermath.kind === "judged"
    ? checkText({ name, run: aftermath.run }, colours)
    : [`${name}: ${aftermath.reason}`, ...stderrText(aftermath)].join("\n\n");
}
