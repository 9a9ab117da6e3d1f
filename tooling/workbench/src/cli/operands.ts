/** Words of a command line that have no place where they stand, and what they should have been. */
import { type Command, Option } from "commander";
import { OptionError } from "../options/option-reader.ts";

/**
 * Refuses them, of a command that takes none. Commander says "Expected 0 arguments but got 1", which tells nobody that
 * `test -w echo ./echo.py` lacks a `--bin`, or `-node-count 3` a dash.
 *
 * @param typed - the command line, as far as `--`
 */
export function refuseOperands(command: Command, typed: readonly string[]): void {
  command.allowExcessArguments().hook("preAction", () => {
    const [first] = command.args;
    if (first === undefined) return;
    const advice = [lackingDash(command, typed), lackingBin(command, first), generalAdvice(command)];
    throw new OptionError(
      `glomers: too many arguments for '${command.name()}': ${first} belongs to no option. ${advice.find((text) => text !== null)}\n` +
        "Run glomers --help, or glomers COMMAND --help, to see what there is.",
    );
  });
}

/**
 * Refuses what stands after `--`, of a command that hands nothing on. `npm start -- 3d` puts it there out of habit; ignored, it
 * would run the whole table.
 *
 * @param rest - what stood after `--`
 */
export function refuseRest(command: Command, rest: readonly string[]): void {
  command.hook("preAction", () => {
    if (rest.length === 0) return;
    const words = rest.join(" ");
    throw new OptionError(
      `glomers: '${command.name()}' hands nothing on, and what stands after -- would be lost: ${words}. Leave out the --` +
        (command.name() === "challenges"
          ? `, if these are rows; what a row's program is to be told stands in its package.json (see glomers challenges --help)`
          : ""),
    );
  });
}

/** Says of a command that runs modules alone why it takes no `--bin`; it is what whoever has a program will type. */
export function refusePrograms(command: Command): void {
  command.addOption(new Option("--bin <file>").hideHelp()).hook("preAction", () => {
    const bin: unknown = command.getOptionValue("bin");
    if (typeof bin !== "string") return;
    throw new OptionError(
      `glomers: '${command.name()}' runs a --module in virtual time, and no program. ` +
        `Run one in real time, as often as you like: glomers test --bin ${bin} --test-count 10`,
    );
  });
}

/** `-node-count 3` is to Commander `-n ode-count`, and a 3. */
function lackingDash({ options }: Command, typed: readonly string[]): string | null {
  const word = typed.find((argument) => options.some(({ long }) => long === `-${argument}`));
  return word === undefined ? null : `${word} has a dash too few: -${word}`;
}

function lackingBin(command: Command, word: string): string | null {
  const takesBin = command.options.some(({ long, hidden }) => long === "--bin" && !hidden);
  return takesBin && command.getOptionValue("bin") === undefined ? `Is it the program? --bin ${word}` : null;
}

function generalAdvice(command: Command): string {
  const takesProgram = command.options.some(({ long }) => long === "--bin" || long === "--module");
  return takesProgram
    ? "What the program is to be told comes after --"
    : `Begin options with two dashes; ${command.name()} takes nothing else`;
}
