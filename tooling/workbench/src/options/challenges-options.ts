/** The options of `glomers challenges`. */
import { rowIds } from "../challenges/table.ts";
import type { OptionEntry } from "./entry.ts";
import { OptionError, type OptionReader } from "./option-reader.ts";
import { integerFrom } from "./values.ts";

export const challengesOptions: readonly OptionEntry[] = [
  { flags: "--list", description: "print the table without running anything" },
  { flags: "--virtual", description: "run each challenge's module in virtual time, not its program" },
  {
    flags: "--jobs <n>",
    description:
      "how many rows may run side by side, if the machine has room for them; by default twice as many as cores, in virtual time as many",
  },
  { flags: "--seed <n>", description: "seed of all chance, the same for each row; drawn if not given" },
  { flags: "--store <dir>", description: "where to keep runs", fallback: "store" },
];

export interface ChallengesOptions {
  /** Ids of the rows that were asked for, in the table's order; all of them if none was named. */
  readonly rows: readonly string[];
  /** Whether rows were named. */
  readonly named: boolean;
  readonly list: boolean;
  readonly virtual: boolean;
  /** The most rows at a time; null means that the number of cores decides. */
  readonly jobs: number | null;
  /** Null means that one is drawn. */
  readonly seed: number | null;
  readonly store: string;
}

/** @throws {OptionError} if a row or a value is unknown */
export function readChallengesOptions(reader: OptionReader, rows: readonly string[]): ChallengesOptions {
  const unknown = rows.find((name) => !rowIds.some((id) => isNamed(id, name)));
  if (unknown !== undefined) {
    throw new OptionError(`Failed to validate row "${unknown}": Must be one of ${rowIds.join(", ")}`);
  }
  return {
    rows: rowIds.filter((id) => rows.length === 0 || rows.some((name) => isNamed(id, name))),
    named: rows.length > 0,
    list: reader.flag("--list"),
    virtual: reader.flag("--virtual"),
    jobs: reader.optional("--jobs", integerFrom(1)),
    seed: reader.optional("--seed", integerFrom(0)),
    store: reader.required("--store", (typed) => typed),
  };
}

/** A row is named by its id, and with its whole challenge by the number alone: `5` means 5a, 5b, 5c and 5c+f. */
function isNamed(id: string, name: string): boolean {
  return id === name || (/^\d+$/.test(name) && Number.parseInt(id, 10) === Number(name));
}
