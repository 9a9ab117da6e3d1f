/** What `--help` prints. */
import type { Option, Options } from "../options/options.ts";
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

/** The help of a program with these options. */
export function help(
  { name, version, description, usage = `${name} [options]` }: About,
  options: Options,
): string {
  const entries: (readonly [string, string])[] = [
    ...Object.entries(options).map(
      ([option, spec]) => [heading(option, spec), explanation(option, spec)] as const,
    ),
    ["-h, --help", "Print this and exit."],
    ["-v, --version", "Print the version and exit."],
  ];
  const width = Math.max(...entries.map(([left]) => left.length));
  return [
    `${name} ${version}`,
    description,
    "",
    `Usage: ${usage}`,
    "",
    "Reads messages as JSON, one a line, from stdin, and writes its own to stdout; logs to stderr.",
    "",
    "Options:",
    ...entries.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    "",
  ].join("\n");
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
  return `${option.description} Default ${JSON.stringify(option.default)}, or $${variableOf(name)}.`;
}
