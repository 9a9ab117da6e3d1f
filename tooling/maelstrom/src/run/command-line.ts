/**
 * What must be known of a command line for Maelstrom's `test` before it is handed on as it is. Maelstrom judges its flags
 * itself, so one that is unknown here is none of our business.
 */
import { resolve } from "node:path";

/** Workloads that end with a recovery of 10 s and last reads (MAELSTROM.md 2.5). */
const WITH_FINAL_PHASE: ReadonlySet<string> = new Set([
  "broadcast",
  "g-set",
  "g-counter",
  "pn-counter",
  "kafka",
]);

export interface CommandLine {
  /** What stands after `test`, as far as `--`. */
  readonly flags: readonly string[];
  /** What the program is told. */
  readonly rest: readonly string[];
}

/** The last value of a flag, in all its forms (`-w echo`, `-wecho`, `--workload=echo`); null if there is none. */
export function flagValue({ flags }: Pick<CommandLine, "flags">, names: readonly string[]): string | null {
  let found: string | null = null;
  flags.forEach((word, position) => {
    const value = names.map((name) => valueAt(word, name, flags[position + 1])).find((text) => text !== null);
    if (value !== undefined) found = value;
  });
  return found;
}

/** What a word says of a flag; null if that is not the word's flag, or nothing follows it. */
function valueAt(word: string, flag: string, next: string | undefined): string | null {
  if (word === flag) return next ?? null;
  const joined = flag.startsWith("--") ? `${flag}=` : flag;
  return word.startsWith(joined) ? word.slice(joined.length) : null;
}

/** How long a test is to run, by Maelstrom's own defaults. */
export interface Duration {
  readonly mainSeconds: number;
  readonly recoverySeconds: number;
}

export function durationOf(line: CommandLine): Duration {
  const limit = Number(flagValue(line, ["--time-limit"]) ?? 60);
  const workload = flagValue(line, ["-w", "--workload"]) ?? "lin-kv";
  return {
    mainSeconds: Number.isFinite(limit) ? limit : 60,
    recoverySeconds: WITH_FINAL_PHASE.has(workload) ? 10 : 0,
  };
}

/**
 * The arguments for the launcher, files by absolute paths: Maelstrom may be run from another folder than the one in which they
 * were typed.
 *
 * @param bin - the program's canonical path, in place of what was typed
 */
export function launcherArguments(line: CommandLine, bin: string, directory: string): readonly string[] {
  const flags = replaced(
    replaced(line.flags, "--bin", () => bin),
    "--nodes-file",
    (typed) => resolve(directory, typed),
  );
  return ["test", ...flags, ...(line.rest.length === 0 ? [] : ["--", ...line.rest])];
}

function replaced(
  flags: readonly string[],
  name: string,
  value: (typed: string) => string,
): readonly string[] {
  return flags.map((word, position) => {
    if (position > 0 && flags[position - 1] === name) return value(word);
    return word.startsWith(`${name}=`) ? `${name}=${value(word.slice(name.length + 1))}` : word;
  });
}
