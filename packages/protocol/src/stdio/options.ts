/**
 * A program's options: declared once, read from the command line and the environment.
 *
 * `gossipInterval` is `--gossip-interval` on the command line and `GOSSIP_INTERVAL` in the environment, which is of
 * use where the command line is not one's own. The command line goes first.
 */

interface Described {
  /** What it changes, in one sentence; `--help` shows it. */
  readonly description: string;
}

export interface StringOption extends Described {
  readonly type: "string";
  readonly default: string;
}

export interface NumberOption extends Described {
  readonly type: "number";
  readonly default: number;
  /** The unit of the value, for instance `ms`; `--help` shows it. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** `--name` and `--no-name`; in the environment `true` or `1` and `false` or `0`. */
export interface BooleanOption extends Described {
  readonly type: "boolean";
  readonly default: boolean;
}

export interface ChoiceOption<Choice extends string = string> extends Described {
  readonly type: "choice";
  readonly choices: readonly Choice[];
  readonly default: NoInfer<Choice>;
}

export type Option = StringOption | NumberOption | BooleanOption | ChoiceOption;

/** Options by their names, in camel case. */
export type Options = { readonly [name: string]: Option };

/** The values of options. */
export type ValuesOf<O extends Options> = { readonly [Name in keyof O]: ValueOf<O[Name]> };

type ValueOf<O extends Option> = O extends NumberOption
  ? number
  : O extends BooleanOption
    ? boolean
    : O extends ChoiceOption<infer Choice>
      ? Choice
      : string;

/** What the command line or the environment says wrongly. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** `gossipInterval` → `gossip-interval`. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `gossipInterval` → `GOSSIP_INTERVAL`. */
export function variableOf(name: string): string {
  return flagOf(name).replaceAll("-", "_").toUpperCase();
}

/** What a command line says, by option names: text, or whether a boolean is on. */
export type Flags = ReadonlyMap<string, string | boolean>;

/**
 * The values of all options: what `flags` say, else the environment, else the default.
 * @throws {UsageError} if a value is none that its option takes.
 */
export function readOptions<O extends Options>(
  options: O | undefined,
  flags: Flags,
  env: { readonly [variable: string]: string | undefined },
): ValuesOf<O> {
  const values = Object.entries(options ?? {}).map(([name, option]) => {
    const flag = flags.get(name);
    if (flag !== undefined) return [name, parse(option, flag, `--${flagOf(name)}`)];
    const variable = variableOf(name);
    // A variable that is set to nothing is how a shell says that it is not set.
    return [name, env[variable] ? parse(option, env[variable], variable) : option.default];
  });
  // The one cast from what came from outside to the declared types: `parse` has checked each value.
  return Object.fromEntries(values) as ValuesOf<O>;
}

function parse(option: Option, given: string | boolean, where: string): string | number | boolean {
  if (typeof given === "boolean") return given;
  switch (option.type) {
    case "string":
      return given;
    case "number":
      return parseNumber(option, given, where);
    case "boolean":
      if (given === "true" || given === "1") return true;
      if (given === "false" || given === "0") return false;
      throw refusal(option, given, where);
    case "choice":
      if (option.choices.includes(given)) return given;
      throw refusal(option, given, where);
  }
}

/** What an option takes, in words: `an integer of at least 0`. */
export function expectationOf(option: Option): string {
  switch (option.type) {
    case "string":
      return "a text";
    case "number":
      return numbersOf(option);
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${option.choices.join(", ")}`;
  }
}

function numbersOf({ min, max, integer = false }: NumberOption): string {
  const bounds = [
    min === undefined ? "" : ` of at least ${min}`,
    max === undefined ? "" : ` of at most ${max}`,
  ]
    .filter((bound) => bound !== "")
    .join(" and");
  return `${integer ? "an integer" : "a number"}${bounds}`;
}

function parseNumber(option: NumberOption, given: string, where: string): number {
  const { min, max, integer = false } = option;
  const value = given.trim() === "" ? Number.NaN : Number(given);
  const fits =
    (integer ? Number.isInteger(value) : Number.isFinite(value)) &&
    value >= (min ?? Number.NEGATIVE_INFINITY) &&
    value <= (max ?? Number.POSITIVE_INFINITY);
  if (fits) return value;
  throw refusal(option, given, where);
}

function refusal(option: Option, given: string, where: string): UsageError {
  return new UsageError(`${where} must be ${expectationOf(option)}, not ${JSON.stringify(given)}`);
}
