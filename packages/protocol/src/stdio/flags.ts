/** Reading a command line by the declarations of its options. */
import { type Flags, flagOf, type Options, UsageError } from "./options.ts";

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
      config[flag] = { type: "string" };
    }
  }

  try {
    const { tokens } = parseArgs({ args: [...argv], options: config, strict: true, tokens: true });
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
    // parseArgs says what is wrong in the first sentence, and in the next ones how to write positional arguments.
    const [said] = error instanceof Error ? error.message.split(/\.\s|\n/) : [String(error)];
    throw new UsageError(said ?? "the command line cannot be read");
  }
}
