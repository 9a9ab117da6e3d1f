/**
 * What a package says of single rows of the official table, in its package.json:
 *
 *     "glomers": { "rows": { "3e": { "args": ["--profile", "frugal"] }, "3f": { "open": "too slow" } } }
 *
 * So the table knows no challenge's options; a package can show its other trade-offs, and own up to what it cannot do yet.
 */
import { InvalidValue } from "../options/values.ts";

export interface RowSettings {
  /** What the program is told in this row. */
  readonly args: readonly string[];
  /** Why the package does not claim to solve this row; null if it does. */
  readonly open: string | null;
}

/**
 * The settings of one row; no arguments and nothing open if the package does not say any.
 *
 * @param known - ids of all rows
 * @throws {InvalidValue} if the entry is not as above, or names a row that there is not: a misspelt row would be run with
 *   the wrong arguments, and nobody would notice
 */
export function rowSettingsOf(manifest: unknown, row: string, known: readonly string[]): RowSettings {
  const rows = field(field(manifest, "glomers"), "rows") ?? {};
  if (typeof rows !== "object" || rows === null) throw new InvalidValue(`"glomers.rows" must be an object`);
  const stranger = Object.keys(rows).find((id) => !known.includes(id));
  if (stranger !== undefined) {
    throw new InvalidValue(`"glomers.rows" must name rows of the table, and "${stranger}" is none`);
  }
  const settings = field(rows, row);
  const args = field(settings, "args") ?? [];
  if (!isTexts(args)) throw new InvalidValue(`"glomers.rows.${row}.args" must be a list of strings`);
  const open = field(settings, "open") ?? null;
  if (open !== null && typeof open !== "string") {
    throw new InvalidValue(`"glomers.rows.${row}.open" must be a string that says why`);
  }
  return { args, open };
}

function field(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null && Object.hasOwn(object, name)
    ? Reflect.get(object, name)
    : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
