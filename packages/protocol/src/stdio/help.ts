/** What `--help` prints. */
import { expectationOf, type Option, type Options } from "../options/options.ts";
import { flagOf, variableOf } from "./options.ts";

/** A program as it presents itself. */
export interface About {
  /** The name of its bin. */
  readonly name: string;
  readonly version: string;
  /** What it does, in a sentence or two. */
  readonly description: string;
  /** How it is called; `NAME [options]` if not given. */
  readonly usage?: string;
}

/** An explanation in fewer columns would be harder to read than one that the terminal breaks. */
const fewestColumns = 30;

/** The help of a program with these options, in lines of no more than so many columns. */
export function help(
  { name, version, description, usage = `${name} [options]` }: About,
  options: Options,
  columns: number,
): string {
  const entries: (readonly [string, string])[] = [
    ...Object.entries(options).map(
      ([option, spec]) => [heading(option, spec), explanation(option, spec)] as const,
    ),
    ["-h, --help", "Print this and exit."],
    ["-v, --version", "Print the version and exit."],
  ];
  const width = Math.max(...entries.map(([left]) => left.length));
  const most = Math.max(columns, width + 4 + fewestColumns);
  const entryLines = entries.flatMap(([left, right]) =>
    wrap(right, most - width - 4).map(
      (line, index) => `  ${(index === 0 ? left : "").padEnd(width)}  ${line}`,
    ),
  );
  return [
    `${name} ${version}`,
    ...wrap(description, most),
    "",
    `Usage: ${usage}`,
    "",
    ...wrap(
      "Reads messages as JSON, one a line, from stdin, and writes its own to stdout; logs to stderr.",
      most,
    ),
    "",
    "Options:",
    ...entryLines,
    "",
  ].join("\n");
}

/** The words of a text in lines that are no longer than `columns`, but for a word that is longer itself. */
function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function heading(name: string, option: Option): string {
  const flag = flagOf(name);
  switch (option.type) {
    case "boolean":
      return option.default ? `--no-${flag}` : `--${flag}`;
    case "choice":
      return `--${flag} ${option.choices.join("|")}`;
    case "number":
      return `--${flag} ${(option.unit ?? "number").toUpperCase()}`;
    case "string":
      return `--${flag} TEXT`;
  }
}

function explanation(name: string, option: Option): string {
  // What else it may be is in the heading, but for numbers.
  const [first = "", ...rest] = option.type === "number" ? `${expectationOf(option)}, by default` : "Default";
  return `${option.description} ${first.toUpperCase()}${rest.join("")} ${JSON.stringify(option.default)}, or $${variableOf(name)}.`;
}
