/**
 * The command group `glomers maelstrom`: everything that concerns the real Maelstrom. A subcommand is a function that adds
 * itself to the group, and one line in the list below.
 */
import type { Command } from "commander";
import type { MaelstromCommands } from "../commands/maelstrom/commands.ts";
import type { ExitCode } from "./exit-code.ts";
import { maelstromExamples } from "./help.ts";

/** What a subcommand has of the command line round it. */
export interface Subcommands {
  readonly commands: MaelstromCommands;
  /** The command line, as far as `--`. */
  readonly typed: readonly string[];
  /** What stood after it. */
  readonly rest: readonly string[];
  /** Tells the program how it ends. */
  end(code: ExitCode): void;
}

type AddSubcommand = (group: Command, context: Subcommands) => void;

const subcommands: readonly AddSubcommand[] = [];

/** Adds the group to the program. */
export function addMaelstrom(program: Command, context: Subcommands): void {
  const group = program
    .command("maelstrom")
    .summary("install the real Maelstrom, and see whether this machine can run it")
    .description("The real Maelstrom: gets it, and sees whether this machine can run it.")
    .usage("COMMAND")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", maelstromExamples);
  for (const add of subcommands) add(group, context);
}
