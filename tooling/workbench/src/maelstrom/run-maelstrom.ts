/** One call of the real Maelstrom: where it writes, what it says meanwhile, and what it leaves. */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import {
  type CommandLine,
  durationOf,
  type Ending,
  type Installation,
  launch,
  launcherArguments,
  newRunFolders,
  runFolders,
  StageWatch,
  workingFolderFor,
} from "@gossip-glomers/maelstrom";
import { adoptGroup, killGroup, terminateGroup } from "@gossip-glomers/simulator";
import { Tail } from "../challenges/row-process/tail.ts";

export interface MaelstromCall {
  readonly installation: Installation;
  readonly line: CommandLine;
  /** Canonical path of the node's program. */
  readonly bin: string;
  /** Where the command line was typed. */
  readonly directory: string;
  /** Absolute path of the folder that is to hold the runs. */
  readonly store: string;
  /** Absolute path of the file that takes what Maelstrom says. */
  readonly outputFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Told every line that Maelstrom says. */
  readonly heard: (line: string) => void;
  /** Told how far it is: whenever that is another stage, and a few times a second. */
  readonly progress: (text: string, isNewStage: boolean) => void;
}

export interface MaelstromEnd {
  readonly ending: Ending;
  /** Folders of the runs that it has made, in order. */
  readonly folders: readonly string[];
  readonly tookMs: number;
  /** The last of what it said. */
  readonly lastWords: string;
}

/** How often the time that is left is said. */
const PROGRESS_MS = 250;

/** @throws {LaunchError} if it cannot be started */
export async function runMaelstrom(call: MaelstromCall): Promise<MaelstromEnd> {
  const { installation, line, bin, directory, store, outputFile, env, signal } = call;
  const folder = workingFolderFor(store);
  const before = runFolders(store);
  const start = performance.now();
  const watch = new StageWatch(durationOf(line), start);
  const lastWords = new Tail();
  const tell = (isNewStage: boolean): void => call.progress(watch.text(performance.now()), isNewStage);
  const timer = setInterval(() => tell(false), PROGRESS_MS);
  try {
    tell(true);
    const ending = await launch({
      launcher: installation.launcher,
      argv: launcherArguments(line, bin, directory),
      directory: folder.directory,
      env,
      outputFile,
      signal,
      groups: { adopt: adoptGroup, terminate: terminateGroup, kill: killGroup },
      line: (text) => {
        lastWords.add(`${text}\n`);
        call.heard(text);
        if (watch.read(text, performance.now())) tell(true);
      },
    });
    return {
      ending,
      folders: newRunFolders(store, before),
      tookMs: performance.now() - start,
      lastWords: lastWords.text,
    };
  } finally {
    clearInterval(timer);
    folder.release();
  }
}

/** A name for Maelstrom's output in a store, for as long as nobody knows which run it will be of. */
export function provisionalOutputFile(store: string, now: Date): string {
  mkdirSync(store, { recursive: true });
  const time = now.toISOString().replaceAll(/[-:]/g, "");
  for (let attempt = 1; ; attempt++) {
    const path = join(store, `output-${time}${attempt === 1 ? "" : `-${attempt}`}.log`);
    if (!existsSync(path)) return path;
  }
}

/** Puts the output beside what Maelstrom wrote itself, if it has made a run. @returns where it is now */
export function filedOutput(outputFile: string, folders: readonly string[]): string {
  const last = folders.at(-1);
  if (last === undefined) return outputFile;
  const filed = join(last, "output.log");
  renameSync(outputFile, filed);
  return filed;
}
