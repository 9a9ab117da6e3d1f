/** The options of `glomers challenges`. */
import { type Row, rowIds, table } from "../challenges/table.ts";
import type { OptionEntry } from "./entry.ts";
import { OptionError, type OptionReader } from "./option-reader.ts";
import { integerFrom } from "./values.ts";

export const challengesOptions: readonly OptionEntry[] = [
  { flags: "--list", description: "print the table without running anything" },
  { flags: "--virtual", description: "run each challenge's module in virtual time, not its program" },
  {
    flags: "--jobs <n>",
    description:
      "how many rows may run side by side, if the machine has room for them; by default twice as many as cores, in virtual time one",
  },
  { flags: "--seed <n>", description: "seed of all chance, the same for each row; drawn if not given" },
  { flags: "--store <dir>", description: "where to keep runs", fallback: "store" },
];

export interface NamedRows {
  /** Ids of the rows that were asked for, in the table's order; all of them if none was named. */
  readonly rows: readonly string[];
  /** Whether single rows were named, and not only everything that a package solves. */
  readonly named: boolean;
}

export interface ChallengesOptions extends NamedRows {
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
  return {
    ...readNamedRows(rows),
    list: reader.flag("--list"),
    virtual: reader.flag("--virtual"),
    jobs: reader.optional("--jobs", integerFrom(1)),
    seed: reader.optional("--seed", integerFrom(0)),
    store: reader.required("--store", (typed) => typed),
  };
}

/** @throws {OptionError} if a row is unknown */
export function readNamedRows(rows: readonly string[]): NamedRows {
  const unknown = rows.find((name) => !table.some((row) => isNamed(row, name)));
  if (unknown !== undefined) {
    throw new OptionError(`Failed to validate row "${unknown}": Must be one of ${rowIds.join(", ")}`);
  }
  return {
    rows: table
      .filter((row) => rows.length === 0 || rows.some((name) => isNamed(row, name)))
      .map(({ id }) => id),
    named: rows.some((name) => !table.some(({ challenge }) => challenge === name)),
  };
}

/**
 * A row is named by its id, and with its whole challenge by the number alone or by the name of its package: `5` and `kafka`
 * mean 5a, 5b, 5c and 5c+f.
 */
function isNamed({ id, challenge }: Row, name: string): boolean {
  return (
    id === name || challenge === name || (/^\d+$/.test(name) && Number.parseInt(id, 10) === Number(name))
  );
}
