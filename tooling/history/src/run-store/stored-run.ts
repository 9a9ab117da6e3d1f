/**
 * A stored run, whole: what happened, what was said of it, and what is known of how it was made. Ours, or Maelstrom's
 * (MAELSTROM.md 17.2), or what is left of one: a folder is a run if it has a history.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatumRecord } from "../datum.ts";
import type { Operation } from "../operation.ts";
import type { Trace } from "../trace/read.ts";
import { type JournalEvent, readJournal } from "./read-journal.ts";
import { readHistory, readResults, readTrace } from "./read-store.ts";
import { StoreError } from "./store-error.ts";
import { readArguments } from "./stored-arguments.ts";

export interface StoredRun {
  readonly directory: string;
  readonly history: readonly Operation[];
  /** Whether the history tells times; history.txt does not (see read-history-text.ts). */
  readonly timed: boolean;
  /** Null of a run that did not come to its end. */
  readonly results: DatumRecord | null;
  /** Null of a run of Maelstrom's. */
  readonly trace: Trace | null;
  /** Null if there is none; a trace of ours has the messages in it. */
  readonly journal: readonly JournalEvent[] | null;
  /** What Maelstrom was started with, if the folder tells. */
  readonly arguments: readonly string[] | null;
  /** What each node wrote to stderr, line by line. */
  readonly nodeLogs: ReadonlyMap<string, readonly string[]>;
}

/** The files that make a folder a run, the best source first. */
const HISTORIES = ["trace.jsonl", "history.edn", "history.txt"] as const;

/** Whether a folder is that of a run. */
function isRun(directory: string): boolean {
  return HISTORIES.some((name) => existsSync(join(directory, name)));
}

/**
 * The runs in a folder, or the folder itself if it is one, in the order of their names. Links below it are not
 * followed: `store/latest` is one of the others once more.
 *
 * @throws {StoreError} if the folder cannot be read
 */
export function findRuns(directory: string): readonly string[] {
  if (isRun(directory)) return [directory];
  return foldersIn(directory).flatMap((name) => findRuns(join(directory, name)));
}

function foldersIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    throw new StoreError(
      `${directory} cannot be read`,
      cause,
      "name the folder of a run, such as store/latest",
    );
  }
}

/** Reads a run's folder. @throws {StoreError} at the first file that is broken, naming it and the place in it */
export function readStoredRun(directory: string): StoredRun {
  const trace = existsSync(join(directory, "trace.jsonl")) ? readTrace(directory) : null;
  return {
    directory,
    history:
      trace === null
        ? readHistory(directory)
        : trace.events.flatMap((event) => (event.kind === "op" ? [event.op] : [])),
    timed: trace !== null || existsSync(join(directory, "history.edn")),
    results: existsSync(join(directory, "results.edn")) ? readResults(directory) : null,
    trace,
    journal: readJournal(directory),
    arguments: readArguments(directory),
    nodeLogs: readNodeLogs(directory),
  };
}

/** What each node of a run wrote to stderr, line by line; also of a run that has no history. */
export function readNodeLogs(directory: string): StoredRun["nodeLogs"] {
  const folder = join(directory, "node-logs");
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((name) => name.endsWith(".log"));
  return new Map(
    files.sort().map((name) => {
      const lines = readFileSync(join(folder, name), "utf8").split("\n");
      if (lines.at(-1) === "") lines.pop();
      return [name.slice(0, -".log".length), lines];
    }),
  );
}
