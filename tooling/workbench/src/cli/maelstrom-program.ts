/**
 * The command group `glomers maelstrom`: everything that concerns the real Maelstrom. A subcommand is a function that adds
 * itself to the group, and one line in the list below.
 */
import type { Command } from "commander";
import type { MaelstromCommands } from "../commands/maelstrom/commands.ts";
import { doctorOptionTable, readDoctorOptions } from "../options/doctor-options.ts";
import type { RawOptions } from "../options/entry.ts";
import { installOptionTable, readInstallOptions } from "../options/install-options.ts";
import {
  maelstromChallengesOptionTable,
  readMaelstromChallengesOptions,
} from "../options/maelstrom-challenges-options.ts";
import { maelstromTestOptionTable, readMaelstromTestOptions } from "../options/maelstrom-test-options.ts";
import { OptionReader } from "../options/option-reader.ts";
import type { ExitCode } from "./exit-code.ts";
import {
  installExamples,
  maelstromChallengesExamples,
  maelstromDoctorExamples,
  maelstromExamples,
  maelstromTestExamples,
} from "./help.ts";
import { refuseOperands, refuseRest } from "./operands.ts";
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

const subcommands: readonly AddSubcommand[] = [addInstall, addDoctor, addTest, addChallenges];

/** Adds the group to the program. */
export function addMaelstrom(program: Command, context: Subcommands): void {
  const group = program
    .command("maelstrom")
    .summary("install and run the real Maelstrom, and see whether this machine can")
    .description("The real Maelstrom: gets it, sees whether this machine can run it, and runs it.")
    .usage("COMMAND")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", maelstromExamples);
  for (const add of subcommands) add(group, context);
}

function addInstall(group: Command, { commands, typed, rest, end }: Subcommands): void {
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
  refuseOperands(install, typed);
  refuseRest(install, rest);
  install.action(async () => {
    end(
      await commands.install(
        readInstallOptions(new OptionReader(installOptionTable, install.opts<RawOptions>(), typed)),
      ),
    );
  });
}

function addDoctor(group: Command, { commands, typed, rest, end }: Subcommands): void {
  const doctor = group
    .command("doctor")
    .summary("see whether this machine can run it")
    .description(
      "Sees whether this machine has what the real Maelstrom needs, and says how to mend what is missing.",
    )
    .addHelpText("after", maelstromDoctorExamples);
  addOptions(doctor, "Options:", doctorOptionTable);
  refuseOperands(doctor, typed);
  refuseRest(doctor, rest);
  doctor.action(async () => {
    const reader = new OptionReader(doctorOptionTable, doctor.opts<RawOptions>(), typed);
    end(await commands.doctor(readDoctorOptions(reader)));
  });
}

function addTest(group: Command, { commands, typed, rest, end }: Subcommands): void {
  const test = group
    .command("test")
    .summary("run one workload on the real Maelstrom")
    .description(
      "Runs Maelstrom's own test with its own options, which are handed on as they are typed, and says beside its verdict " +
        "what it keeps to itself: a node that it has stopped reading, why it crashed, partitions that never bit. " +
        "Arguments after -- go to the program.",
    )
    .usage("--bin FILE -w WORKLOAD [Maelstrom's options] [-- ARGUMENTS]")
    // What is unknown here is for Maelstrom to judge.
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText("after", maelstromTestExamples);
  addOptions(test, "Options of our own:", maelstromTestOptionTable);
  test.action(async () => {
    const reader = new OptionReader(maelstromTestOptionTable, test.opts<RawOptions>(), typed);
    end(await commands.test(readMaelstromTestOptions(reader, test.args, rest)));
  });
}

function addChallenges(group: Command, { commands, typed, rest, end }: Subcommands): void {
  const challenges = group
    .command("challenges")
    .summary("run the official table on the real Maelstrom")
    .description(
      "Runs the official runs of the Gossip Glomers challenges that are solved in this workspace on the real Maelstrom, and " +
        "compares its results with the official limits and with this project's own bars.",
    )
    .argument("[rows...]", "rows of the table (2, 3d), or a package (broadcast); all if none is given")
    .addHelpText("after", maelstromChallengesExamples);
  addOptions(challenges, "Options:", maelstromChallengesOptionTable);
  refuseRest(challenges, rest);
  challenges.action(async (rows: string[]) => {
    const reader = new OptionReader(maelstromChallengesOptionTable, challenges.opts<RawOptions>(), typed);
    end(await commands.challenges(readMaelstromChallengesOptions(reader, rows)));
  });
}
