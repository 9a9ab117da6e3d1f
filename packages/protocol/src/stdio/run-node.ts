/** The main of a challenge's bin. */
import { describeError } from "../log/describe-error.ts";
import { logLevels } from "../log/logger.ts";
import type { Node } from "../node/node.ts";
import type { ChoiceOption, Options, ValuesOf } from "../options/options.ts";
import type { LogLevel } from "../runtime.ts";
import { readArguments } from "./flags.ts";
import { type About, help } from "./help.ts";
import { readOptions, UsageError } from "./options.ts";
import { serveStreams } from "./serve-streams.ts";

/** A program: how it presents itself, and what can be set. */
export interface Program<O extends Options> extends About {
  /** Its own options beside `--log-level`, `--help` and `--version`; the names in camel case. */
  readonly options?: O;
}

/** What every node can be told. */
const common: { readonly logLevel: ChoiceOption<LogLevel> } = {
  logLevel: {
    type: "choice",
    choices: logLevels,
    default: "info",
    description: "The least urgent messages that are logged.",
  },
};

/**
 * Runs a node on this process's streams, as its command line and its environment say, until its input ends.
 *
 *     runNode((node) => node.serve(echo, { echo: ({ echo }) => ({ echo }) }), {
 *       name: "my-echo",
 *       version: "1.0.0",
 *       description: "Answers what it is told.",
 *     });
 *
 * Exit codes: 0 when the input has ended and everything is answered, and after `--help` and `--version`; 1 when stdout
 * was closed, stdin failed, or the node could not be equipped; 2 when an option is wrong. An exception that nobody
 * catches is logged, and the node goes on: under Maelstrom, a node that exits spoils the whole run.
 *
 * @param equip Registers the handlers; gets the values of the program's options.
 */
export function runNode<const O extends Options = Record<never, never>>(
  equip: (node: Node, options: ValuesOf<O>) => void,
  program: Program<O>,
): void {
  main(equip, program).catch((error: unknown) => {
    // Who closed stderr, too, does not want to hear of it, but is told by the exit code all the same.
    process.stderr.on("error", () => {});
    if (error instanceof UsageError) {
      process.stderr.write(`${program.name}: ${error.message}; see ${program.name} --help\n`);
      process.exitCode = 2;
    } else {
      process.stderr.write(`${program.name}: the node could not be started: ${describeError(error)}\n`);
      process.exitCode = 1;
    }
  });
}

/** How wide help is where it is no terminal that shows it. */
const columnsOfFiles = 100;

async function main<O extends Options>(
  equip: (node: Node, options: ValuesOf<O>) => void,
  program: Program<O>,
): Promise<void> {
  const { argv, env, stdin, stdout } = process;
  const own: Options = program.options ?? {};
  const request = await readArguments({ ...own, ...common }, argv.slice(2));
  if (request.kind !== "run") {
    stdout.on("error", ({ message }) => {
      process.stderr.write(`${program.name}: stdout failed: ${message}\n`);
      process.exitCode = 1;
    });
    stdout.write(
      request.kind === "help"
        ? help(program, { ...own, ...common }, stdout.columns ?? columnsOfFiles)
        : `${program.version}\n`,
    );
    return;
  }
  const { logLevel } = readOptions(common, request.flags, env);
  const values = readOptions<O>(program.options, request.flags, env);
  const { node, ended } = serveStreams(
    (node) => equip(node, values),
    { stdin, stdout, stderr: () => process.stderr },
    { logLevel },
  );
  process.on("uncaughtException", (error) => {
    node.log.error(`Nobody caught this; the node goes on: ${describeError(error)}`);
  });
  // Timers of a challenge's own might keep the process for ever.
  process.exit(await ended);
}
