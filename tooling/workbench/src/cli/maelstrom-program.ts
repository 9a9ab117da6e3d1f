/**
 * The command group `glomers maelstrom`: everything that concerns the real Maelstrom. A subcommand is a function that adds
 * itself to the group, and one line in the list below.
 */
import type { Command } from "commander";
import type { MaelstromCommands } from "../commands/maelstrom/commands.ts";
import { doctorOptionTable, readDoctorOptions } from "../options/doctor-options.ts";
import type { RawOptions } from "../options/entry.ts";
import { installOptionTable, readInstallOptions } from "../options/install-options.ts";
import { OptionReader } from "../options/option-reader.ts";
import type { ExitCode } from "./exit-code.ts";
import { installExamples, maelstromDoctorExamples, maelstromExamples } from "./help.ts";
import { addOptions } from "./test-arguments.ts";

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

const subcommands: readonly AddSubcommand[] = [addInstall, addDoctor];

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

function addInstall(group: Command, { commands, typed, end }: Subcommands): void {
  const install = group
    .command("install")
    .summary("get a release of Maelstrom, checked, into your cache")
    .description(
      "Gets a release of Maelstrom, checks it against the checksum that is known of it, and unpacks it into a folder of your " +
        "cache, which all projects share. If it is there and intact, nothing is done. An interrupted download goes on where it " +
        "broke off. HTTPS_PROXY, HTTP_PROXY and NO_PROXY are heeded.",
    )
    .addHelpText("after", installExamples);
  addOptions(install, "Options:", installOptionTable);
  install.action(async () => {
    end(
      await commands.install(
        readInstallOptions(new OptionReader(installOptionTable, install.opts<RawOptions>(), typed)),
      ),
    );
  });
}

function addDoctor(group: Command, { commands, typed, end }: Subcommands): void {
  const doctor = group
    .command("doctor")
    .summary("see whether this machine can run it")
    .description(
      "Sees whether this machine has what the real Maelstrom needs, and says how to mend what is missing.",
    )
    .addHelpText("after", maelstromDoctorExamples);
  addOptions(doctor, "Options:", doctorOptionTable);
  doctor.action(async () => {
    const reader = new OptionReader(doctorOptionTable, doctor.opts<RawOptions>(), typed);
    end(await commands.doctor(readDoctorOptions(reader)));
  });
}
