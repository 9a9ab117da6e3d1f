/** The first line of a script, as the system reads it. */

export interface Shebang {
  /** The program that reads the script; empty if the line names none. */
  readonly interpreter: string;
  /** The rest of the line, which Linux hands over as one argument; null if there is none. */
  readonly argument: string | null;
  /** Whether the line ends as lines do on Windows; then the system takes the carriage return for part of the name. */
  readonly carriageReturn: boolean;
}

/** The shebang at the beginning of a file; null if it begins with none. */
export function readShebang(head: string): Shebang | null {
  if (!head.startsWith("#!")) return null;
  const [line = ""] = head.slice(2).split("\n");
  const carriageReturn = line.endsWith("\r");
  const match = /^[ \t]*(\S*)[ \t]*(.*?)[ \t\r]*$/.exec(line);
  const [, interpreter = "", argument = ""] = match ?? [];
  return { interpreter, argument: argument === "" ? null : argument, carriageReturn };
}

/**
 * The program that `env` looks for on the PATH, by its argument in a shebang; null if there is none.
 *
 * @param splits - whether the system splits the argument at blanks, as macOS does; on Linux only `env -S` does
 */
export function programOfEnv(argument: string | null, splits: boolean): string | null {
  if (argument === null) return null;
  const splitting = /^(?:-S\s*|--split-string[= ]\s*)/.exec(argument);
  if (splitting === null && !splits) return argument;
  const words = argument.slice(splitting?.[0].length ?? 0).split(/\s+/);
  return words.find((word) => word !== "" && !word.startsWith("-") && !/^\w+=/.test(word)) ?? null;
}
