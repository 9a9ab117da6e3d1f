/** The options of `glomers test` as commander knows them, and reading them from a list of arguments. */
import { Command, Option } from "commander";
import type { OptionEntry, RawOptions } from "../options/entry.ts";
import { OptionReader } from "../options/option-reader.ts";
import { testOptionGroups } from "../options/test-option-table.ts";
import { type ReadFile, readTestOptions, type TestOptions } from "../options/test-options.ts";

/** Gives a command the options of a test. */
export function addTestOptions(command: Command): void {
  for (const { heading, entries } of testOptionGroups) addOptions(command, heading, entries);
}

/**
 * Reads the options that a command with `addTestOptions` has parsed.
 *
 * @param typed - the command line, as far as `--`
 * @param args - what stood after it
 * @throws {OptionError} at the first option that is refused
 */
export function readParsedTest(
  command: Command,
  typed: readonly string[],
  args: readonly string[],
  readFile: ReadFile,
): TestOptions {
  const entries = testOptionGroups.flatMap((group) => group.entries);
  return readTestOptions(new OptionReader(entries, command.opts<RawOptions>(), typed), args, readFile);
}

/**
 * Reads the arguments of a row of the official table, as if they had been typed after `glomers test`.
 *
 * @param args - what would have stood after `--`
 * @throws {OptionError | CommanderError} if the table is wrong
 */
export function parseTestArguments(typed: readonly string[], args: readonly string[] = []): TestOptions {
  const command = new Command("test").exitOverride();
  addTestOptions(command);
  command.parse([...typed], { from: "user" });
  return readParsedTest(command, typed, args, (path) => {
    throw new Error(`a row of the table must not read files, but names ${path}`);
  });
}

/** Gives a command options under a heading of the help. */
export function addOptions(command: Command, heading: string, entries: readonly OptionEntry[]): void {
  for (const { flags, description, fallback, repeatable } of entries) {
    const option = new Option(flags, description).helpGroup(heading);
    if (fallback !== undefined) option.default(fallback, fallback);
    if (repeatable === true) {
      option.argParser((text, previous: readonly string[] = []) => [...previous, text]);
    }
    command.addOption(option);
  }
}
