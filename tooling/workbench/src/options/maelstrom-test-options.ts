/** The options of `glomers maelstrom test` that are ours; all others are Maelstrom's, and handed on as they were typed. */
import type { CommandLine } from "@gossip-glomers/maelstrom";
import type { OptionEntry } from "./entry.ts";
import type { OptionReader } from "./option-reader.ts";

export const maelstromTestOptionTable: readonly OptionEntry[] = [
  { flags: "--store <dir>", description: "where Maelstrom is to keep its runs", fallback: "store" },
  { flags: "--verbose", description: "show everything that Maelstrom says, not only how far it is" },
  { flags: "--summary <file>", description: "write what came of it to this file, as Markdown" },
];

export interface MaelstromTestOptions {
  readonly line: CommandLine;
  readonly store: string;
  readonly verbose: boolean;
  readonly summary: string | null;
}

/**
 * @param flags - what was typed and is none of our options
 * @param rest - what stood after `--`
 */
export function readMaelstromTestOptions(
  reader: OptionReader,
  flags: readonly string[],
  rest: readonly string[],
): MaelstromTestOptions {
  return {
    line: { flags, rest },
    store: reader.required("--store", (typed) => typed),
    verbose: reader.flag("--verbose"),
    summary: reader.optional("--summary", (typed) => typed),
  };
}
