/**
 * A program's options, read from the command line and the environment.
 *
 * `gossipInterval` is `--gossip-interval` on the command line and `GOSSIP_INTERVAL` in the environment, which is of
 * use where the command line is not one's own. The command line goes first.
 */

import {
  expectationOf,
  isInRange,
  type NumberOption,
  type Option,
  type Options,
  type ValuesOf,
} from "../options/options.ts";

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

function parseNumber(option: NumberOption, given: string, where: string): number {
  const value = given.trim() === "" ? Number.NaN : Number(given);
  if (isInRange(option, value)) return value;
  throw refusal(option, given, where);
}

function refusal(option: Option, given: string, where: string): UsageError {
  return new UsageError(`${where} must be ${expectationOf(option)}, not ${JSON.stringify(given)}`);
}
