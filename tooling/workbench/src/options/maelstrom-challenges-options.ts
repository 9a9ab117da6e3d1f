/** The options of `glomers maelstrom challenges`. */
import { type NamedRows, readNamedRows } from "./challenges-options.ts";
import type { OptionEntry } from "./entry.ts";
import type { OptionReader } from "./option-reader.ts";
import { integerFrom } from "./values.ts";

export const maelstromChallengesOptionTable: readonly OptionEntry[] = [
  { flags: "--list", description: "print the table without running anything" },
  {
    flags: "--jobs <n>",
    description: "how many rows may run side by side; each takes about two cores, and longer beside another",
    fallback: "1",
  },
  {
    flags: "--store <dir>",
    description: "where to keep runs: each row has a folder of its own in it",
    fallback: "store/maelstrom",
  },
  { flags: "--json <file>", description: "write the results to this file, as JSON" },
  { flags: "--summary <file>", description: "write the table to this file, as Markdown" },
];

export interface MaelstromChallengesOptions extends NamedRows {
  readonly list: boolean;
  readonly jobs: number;
  readonly store: string;
  readonly json: string | null;
  readonly summary: string | null;
}

/** @throws {OptionError} if a row or a value is unknown */
export function readMaelstromChallengesOptions(
  reader: OptionReader,
  rows: readonly string[],
): MaelstromChallengesOptions {
  return {
    ...readNamedRows(rows),
    list: reader.flag("--list"),
    jobs: reader.required("--jobs", integerFrom(1)),
    store: reader.required("--store", (typed) => typed),
    json: reader.optional("--json", (typed) => typed),
    summary: reader.optional("--summary", (typed) => typed),
  };
}
