/**
 * What the command line knows of an option before its value is read: the tables of options are lists of these, and
 * both the parser and the help are made from them.
 */

export interface OptionEntry {
  /** In commander's notation: `-w, --workload <name>`, `--log-stderr`. */
  readonly flags: string;
  readonly description: string;
  /** What is read when the option is not given, as a user would type it. */
  readonly fallback?: string;
  /** May be given several times; the texts are read as one list. */
  readonly repeatable?: true;
}

/** Options as they were typed, by their long name in camel case: `timeLimit: "20"`. */
export interface RawOptions {
  readonly [name: string]: string | boolean | readonly string[] | undefined;
}
