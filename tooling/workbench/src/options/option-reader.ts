/**
 * Reads options one by one and refuses in Maelstrom's words: `Failed to validate "-w nosuch": Must be one of …`.
 *
 * The sentence quotes the flag as it was typed (`-w`, not `--workload`), so the reader keeps the command line too.
 */
import type { OptionEntry, RawOptions } from "./entry.ts";
import { InvalidValue, type Parse } from "./values.ts";

/** A bad command line: exit code 254. */
export class OptionError extends Error {
  override readonly name: string = "OptionError";
}

export class OptionReader {
  readonly #entries: readonly OptionEntry[];
  readonly #raw: RawOptions;
  readonly #typed: readonly string[];

  /**
   * @param entries - the table of the command's options
   * @param raw - options by long name in camel case, fallbacks filled in
   * @param typed - the command line, as far as `--`
   */
  constructor(entries: readonly OptionEntry[], raw: RawOptions, typed: readonly string[]) {
    this.#entries = entries;
    this.#raw = raw;
    this.#typed = typed;
  }

  /** The value of an option that has a fallback, by its long flag: `--rate`. */
  required<T>(flag: string, parse: Parse<T>): T {
    const value = this.optional(flag, parse);
    if (value === null) throw new OptionError(`Missing required option "${flag}"`);
    return value;
  }

  /** The value of an option, or null if it was not given. */
  optional<T>(flag: string, parse: Parse<T>): T | null {
    const text = this.#raw[attribute(flag)];
    return typeof text === "string" ? this.#parse(flag, text, parse) : null;
  }

  /** The values of an option that may be repeated. */
  list<T>(flag: string, parse: Parse<T>): readonly T[] {
    const texts = this.#raw[attribute(flag)];
    return Array.isArray(texts) ? texts.map((text: string) => this.#parse(flag, text, parse)) : [];
  }

  /** Whether an option without a value was given. */
  flag(flag: string): boolean {
    return this.#raw[attribute(flag)] === true;
  }

  /** How an option was typed, the last time if it was several times; null if it was not. */
  spelling(flag: string): string | null {
    const short = this.#entries.find(({ flags }) => longFlag(flags) === flag)?.flags.match(/^-\w(?=,)/)?.[0];
    for (const argument of this.#typed.toReversed()) {
      if (argument === flag || argument.startsWith(`${flag}=`)) return flag;
      // `-w echo` and `-wecho`
      if (short !== undefined && argument.startsWith(short)) return short;
    }
    return null;
  }

  #parse<T>(flag: string, text: string, parse: Parse<T>): T {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      throw new OptionError(`Failed to validate "${this.spelling(flag) ?? flag} ${text}": ${error.message}`);
    }
  }
}

/** `-w, --workload <name>` → `--workload`. */
export function longFlag(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

/** `--time-limit` → `timeLimit`, as commander names it; `--no-ssh` → `ssh`. */
function attribute(flag: string): string {
  return flag.replace(/^--(no-)?/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
