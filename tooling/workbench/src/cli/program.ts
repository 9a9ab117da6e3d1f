/**
 * The command line: commands, options, help. Turns arguments into a call of a command; knows nothing of what they do.
 *
 * Commander parses and prints help. What differs from its habits is Maelstrom's: a bad command line ends with 254, and
 * everything after `--` belongs to the node's program.
 */
import { Command, CommanderError, Option } from "commander";
import { type CheckOptions, checkOptionTable, readCheckOptions } from "../check/check-options.ts";
import type { MaelstromCommands } from "../commands/maelstrom/commands.ts";
import {
  type ChallengesOptions,
  challengesOptions,
  readChallengesOptions,
} from "../options/challenges-options.ts";
import { type DoctorOptions, doctorOptionTable, readDoctorOptions } from "../options/doctor-options.ts";
import type { RawOptions } from "../options/entry.ts";
import { OptionError, OptionReader } from "../options/option-reader.ts";
import {
  handedOnTable,
  readSweepOptions,
  type SweepOptions,
  sweepOptionTable,
} from "../options/sweep-options.ts";
import type { ReadFile, TestOptions } from "../options/test-options.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import {
  challengesExamples,
  checkExamples,
  doctorExamples,
  programExamples,
  sweepExamples,
  testExamples,
} from "./help.ts";
import { addMaelstrom } from "./maelstrom-program.ts";
import { refuseOperands, refusePrograms, refuseRest } from "./operands.ts";
import type { Output } from "./output.ts";
import { addOptions, addTestOptions, readParsedTest } from "./test-arguments.ts";

/** What the commands do; each answers with the exit code. */
export interface Commands {
  test(options: TestOptions): Promise<ExitCode>;
  challenges(options: ChallengesOptions): Promise<ExitCode>;
  check(options: CheckOptions): ExitCode;
  sweep(options: SweepOptions): Promise<ExitCode>;
  doctor(options: DoctorOptions): Promise<ExitCode>;
  readonly maelstrom: MaelstromCommands;
}

/** What the command line needs to know of the world. */
export interface Surroundings {
  readonly version: string;
  readonly output: Output;
  readonly readFile: ReadFile;
}

/**
 * Runs the command that `argv` asks for.
 *
 * @param argv - arguments of the process, without Node's own two
 * @returns the exit code; 254, with an explanation on stderr, if the command line is wrong
 */
export async function runProgram(
  argv: readonly string[],
  commands: Commands,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { output } = surroundings;
  const [own, nodeArguments] = splitAtTerminator(argv);
  let code: ExitCode = exitCode.valid;

  const program = new Command("glomers")
    .description("Runs Maelstrom's workloads against your nodes and says which message broke the promise.")
    .version(surroundings.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .option(noColour, "write without colours (as NO_COLOR=1 in the environment)")
    // What stands after a command is the command's: `maelstrom install --version 0.2.3` does not ask for ours.
    .enablePositionalOptions()
    .addHelpText("after", programExamples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.print(text.trimEnd()),
      writeErr: (text) => output.complain(text.trimEnd()),
      outputError: (text, write) => write(text.replace(/^error: /, "glomers: ")),
      getOutHelpWidth: () => output.columns,
      getErrHelpWidth: () => output.columns,
      getOutHasColors: () => output.colours,
      getErrHasColors: () => output.colours,
    })
    .showHelpAfterError("Run glomers --help, or glomers COMMAND --help, to see what there is.");

  // Each command inherits the settings made above, so they are made after them.
  const test = program
    .command("test")
    .summary("run one workload against your nodes and judge it")
    .description(
      "Runs one workload against your nodes and judges it, with Maelstrom's options and meaning.\n" +
        "Arguments after -- go to the program.",
    )
    .usage("--bin FILE -w WORKLOAD [options] [-- ARGUMENTS]")
    .addHelpText("after", testExamples);
  addTestOptions(test);
  refuseOperands(test, own);
  test.action(async () => {
    code = await commands.test(readParsedTest(test, own, nodeArguments, surroundings.readFile));
  });

  const challenges = program
    .command("challenges")
    .summary("run the official table of Gossip Glomers and compare with its limits")
    .description(
      "Runs the official runs of the Gossip Glomers challenges that are solved in this workspace, and compares the " +
        "results with the official limits and with this project's own bars.",
    )
    .argument("[rows...]", "rows of the table, for instance 2 or 3d; all if none is given")
    .addHelpText("after", challengesExamples);
  addOptions(challenges, "Options:", challengesOptions);
  refuseRest(challenges, nodeArguments);
  challenges.action(async (rows: string[]) => {
    const reader = new OptionReader(challengesOptions, challenges.opts<RawOptions>(), own);
    code = await commands.challenges(readChallengesOptions(reader, rows));
  });

  const check = program
    .command("check")
    .summary("judge stored runs again, ours or Maelstrom's")
    .description(
      "Judges stored runs again, ours or Maelstrom's, and says where the stored verdict differs from ours.",
    )
    .argument("<dirs...>", "folders of runs, such as store/latest, or folders that hold some")
    .addHelpText("after", checkExamples);
  addOptions(check, "Options:", checkOptionTable);
  refuseRest(check, nodeArguments);
  check.action((directories: string[]) => {
    const reader = new OptionReader(checkOptionTable, check.opts<RawOptions>(), own);
    code = commands.check(readCheckOptions(reader, directories));
  });

  const sweep = program
    .command("sweep")
    .summary("run many seeds in virtual time, each with other faults")
    .description(
      "Runs many seeds in virtual time. Each draws which faults there are, how strong they are, the latency and the " +
        "number of nodes. Prints for every seed that is not valid the one command that runs it again.\n" +
        "Arguments after -- go to the module's server.",
    )
    .usage("-w WORKLOAD --module FILE [options] [-- ARGUMENTS]")
    .addHelpText("after", sweepExamples);
  addOptions(sweep, "Options:", sweepOptionTable);
  addOptions(sweep, "Options of test that every run gets:", handedOnTable);
  refuseOperands(sweep, own);
  refusePrograms(sweep);
  sweep.action(async () => {
    const entries = [...sweepOptionTable, ...handedOnTable];
    const reader = new OptionReader(entries, sweep.opts<RawOptions>(), own);
    code = await commands.sweep(readSweepOptions(reader, nodeArguments));
  });

  const doctor = program
    .command("doctor")
    .summary("see whether this machine has what glomers needs")
    .description(
      "Sees whether this machine has what glomers needs, and what the real Maelstrom needs besides, and says how to mend what " +
        "is missing. What only the real Maelstrom needs is no failure here, but one of glomers maelstrom doctor.",
    )
    .addHelpText("after", doctorExamples);
  addOptions(doctor, "Options:", doctorOptionTable);
  refuseOperands(doctor, own);
  refuseRest(doctor, nodeArguments);
  doctor.action(async () => {
    const reader = new OptionReader(doctorOptionTable, doctor.opts<RawOptions>(), own);
    code = await commands.doctor(readDoctorOptions(reader));
  });

  addMaelstrom(program, {
    commands: commands.maelstrom,
    typed: own,
    rest: nodeArguments,
    end: (chosen) => {
      code = chosen;
    },
  });

  takeEverywhere(program);

  try {
    await program.parseAsync([...own], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof OptionError) {
      output.complain(error.message);
      return exitCode.badArguments;
    }
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for end here too, with 0; commander has said the rest.
    return error.exitCode === 0 ? exitCode.valid : exitCode.badArguments;
  }
}

const noColour = "--no-color";

/** Lets `--no-color` stand after a command, too. */
function takeEverywhere(command: Command): void {
  for (const subcommand of command.commands) {
    subcommand.addOption(new Option(noColour).hideHelp());
    takeEverywhere(subcommand);
  }
}

/** Commander would pour what follows `--` into the command's own arguments, where nothing tells them apart. */
export function splitAtTerminator(
  argv: readonly string[],
): [own: readonly string[], rest: readonly string[]] {
  const terminator = argv.indexOf("--");
  return terminator < 0 ? [argv, []] : [argv.slice(0, terminator), argv.slice(terminator + 1)];
}
