/** `glomers maelstrom test`: one call of the real Maelstrom's `test`, and what our own checkers say of what it leaves. */
import { resolve } from "node:path";
import { flagValue, LaunchError, type Surroundings } from "@gossip-glomers/maelstrom";
import { readSettings } from "../../check/settings.ts";
import { type ExitCode, exitCode } from "../../cli/exit-code.ts";
import { prepareFile, prepareStore, writeAskedFile } from "../../files.ts";
import { type Aftermath, aftermathOf, aftermathText, crashOf, resultsOf } from "../../maelstrom/aftermath.ts";
import { requireMaelstrom } from "../../maelstrom/requirements.ts";
import { filedOutput, provisionalOutputFile, runMaelstrom } from "../../maelstrom/run-maelstrom.ts";
import { testMarkdown } from "../../maelstrom/summary.ts";
import { codeOf, validityOf, verdictText } from "../../maelstrom/verdict.ts";
import type { MaelstromTestOptions } from "../../options/maelstrom-test-options.ts";
import { OptionError } from "../../options/option-reader.ts";
import { resolveBin } from "../../subject/resolve-subject.ts";
import { displayed } from "../test.ts";
import type { World } from "../world.ts";

/**
 * @returns Maelstrom's own exit code; an interruption's own
 * @throws {OptionError} if there is no Maelstrom, no Java or no program to run, or a file cannot be written
 */
export async function maelstromTestCommand(
  { line, store: typedStore, verbose, summary }: MaelstromTestOptions,
  { output, interruption, directory }: Pick<World, "output" | "interruption" | "directory">,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const installation = requireMaelstrom(surroundings);
  const typedBin = flagValue(line, ["--bin"]);
  if (typedBin === null) throw new OptionError("Expected a --bin BINARY to test");
  const bin = await resolveBin(typedBin, directory);
  const store = resolve(directory, typedStore);
  prepareStore(store, typedStore);
  const summaryFile = summary === null ? null : { flag: "--summary", path: resolve(directory, summary) };
  if (summaryFile !== null) prepareFile(summaryFile);
  const summarise = (verdict: string, aftermaths: readonly Aftermath[]): void => {
    if (summaryFile === null) return;
    const typed = line.rest.length === 0 ? line.flags : [...line.flags, "--", ...line.rest];
    writeAskedFile(summaryFile, testMarkdown({ typed, verdict, aftermaths, directory }));
  };
  const outputFile = provisionalOutputFile(store, new Date());
  const call = runMaelstrom({
    installation,
    line,
    bin,
    directory,
    store,
    outputFile,
    env: surroundings.env,
    signal: interruption.signal,
    heard: (text) => {
      if (verbose) output.print(text);
    },
    progress: (text, isNewStage) => {
      if (verbose) return;
      if (output.interactive) output.status(`Maelstrom   ${text}`);
      else if (isNewStage) output.print(`Maelstrom   ${text}`);
    },
  });
  const end = await call.catch((error: unknown) => {
    if (error instanceof LaunchError) return error.message;
    throw error;
  });
  output.status(null);
  if (typeof end === "string") {
    output.complain(end);
    summarise(end, []);
    return exitCode.crashed;
  }
  const { ending, folders, lastWords, tookMs } = end;
  const kept = displayed(filedOutput(outputFile, folders), directory);
  const took = `Time     ${(tookMs / 1000).toFixed(1)} s\nOutput   ${kept}`;
  if (interruption.cause !== null) {
    const verdict = `UNKNOWN  Maelstrom was ${interruption.cause.reason}; it and its nodes are stopped.`;
    output.print(`${verdict}\n\n${took}`);
    summarise(verdict, []);
    return interruption.cause.code;
  }
  const aftermaths = folders.map((folder) => aftermathOf(folder, readSettings(line.flags)));
  const last = aftermaths.at(-1);
  const said = {
    ending,
    lastWords,
    results: last === undefined ? null : resultsOf(last),
    crash: last === undefined ? null : crashOf(last),
  };
  const reports = aftermaths.map((aftermath) => aftermathText(aftermath, directory, output.colours));
  const nothingLeft = folders.length === 0 && validityOf(ending) !== null ? [noRun(store)] : [];
  output.print([verdictText(said, output.colours), ...reports, ...nothingLeft, took].join("\n\n"));
  summarise(verdictText(said, false), aftermaths);
  return codeOf(ending);
}

/** A launcher that is none, or a store that somebody empties meanwhile. */
function noRun(store: string): string {
  return `Stored   nothing: Maelstrom has left no run in ${store}, so its word is all there is; see its output`;
}
