/** Reading a command line by the declarations of its options. */
import { expectationOf, type Option, type Options } from "../options/options.ts";
import { type Flags, flagOf, UsageError } from "./options.ts";

/** What a command line asks for. */
export type Request =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "run"; readonly flags: Flags };

/**
 * Reads the arguments that follow the program's name.
 *
 * Rejects with a `UsageError` if there is one that no option explains.
 */
export async function readArguments(options: Options, argv: readonly string[]): Promise<Request> {
  // Maelstrom starts nodes without arguments as a rule, and then the start need not wait for a module to load.
  if (argv.length === 0) return { kind: "run", flags: new Map() };
  const { parseArgs } = await import("node:util");

  const names = new Map<string, { readonly name: string; readonly value?: boolean }>();
  const valued = new Map<string, Option>();
  const config: { [flag: string]: { type: "string" | "boolean"; short?: string } } = {
    help: { type: "boolean", short: "h" },
    version: { type: "boolean", short: "v" },
  };
  for (const [name, option] of Object.entries(options)) {
    const flag = flagOf(name);
    if (option.type === "boolean") {
      names.set(flag, { name, value: true }).set(`no-${flag}`, { name, value: false });
      config[flag] = { type: "boolean" };
      config[`no-${flag}`] = { type: "boolean" };
    } else {
      names.set(flag, { name });
      valued.set(`--${flag}`, option);
      config[flag] = { type: "string" };
    }
  }

  try {
    const { tokens } = parseArgs({ args: joined(argv, valued), options: config, strict: true, tokens: true });
    const flags = new Map<string, string | boolean>();
    for (const token of tokens) {
      if (token.kind !== "option") continue;
      if (token.name === "help") return { kind: "help" };
      if (token.name === "version") return { kind: "version" };
      const found = names.get(token.name);
      const value = found?.value ?? token.value;
      // The last one counts, so that a script's own options can be overridden behind them.
      if (found !== undefined && value !== undefined) flags.set(found.name, value);
    }
    return { kind: "run", flags };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // parseArgs says what is wrong in the first sentence, and in the next ones how to write positional arguments.
    const [said] = error instanceof Error ? error.message.split(/\.\s|\n/) : [String(error)];
    throw new UsageError(said ?? "the command line cannot be read");
  }
}

/**
 * Joins each option with its value, `--acks -1` to `--acks=-1`. parseArgs takes a value that begins with a dash for another
 * option, and says of `--acks -1` that it is ambiguous, but not that -1 is no number of acknowledgements in any spelling.
 *
 * @param valued - options that take a value, by their flags
 * @throws {UsageError} if a value is missing
 */
function joined(argv: readonly string[], valued: ReadonlyMap<string, Option>): string[] {
  const words: string[] = [];
  const rest = argv.values();
  for (const word of rest) {
    if (word === "--") return [...words, word, ...rest];
    const option = valued.get(word);
    if (option === undefined) {
      words.push(word);
      continue;
    }
    const { value } = rest.next();
    const expected = `${word} must be ${expectationOf(option)}`;
    if (value === undefined) throw new UsageError(`${expected}, and nothing follows it`);
    if (OTHER_OPTION.test(value)) {
      throw new UsageError(
        `${expected}, and ${value} is another option; write ${word}=${value} if it is meant as the value`,
      );
    }
    words.push(`${word}=${value}`);
  }
  return words;
}

/** What begins with a dash and is neither a negative number nor the dash alone. */
const OTHER_OPTION = /^-(?!$|\.?\d)/;
