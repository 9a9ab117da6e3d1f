/**
 * What a package wants its program to be told in single rows of the official table:
 *
 *     "glomers": { "rows": { "3e": { "args": ["--profile", "frugal"] } } }
 *
 * in its package.json. So the table knows no challenge's options, and a package can show its other trade-offs.
 */
import { InvalidValue } from "../options/values.ts";

/**
 * The arguments for one row; none if the package does not say any.
 *
 * @param known - ids of all rows
 * @throws {InvalidValue} if the entry is not as above, or names a row that there is not: a misspelt row would be run with
 *   the wrong arguments, and nobody would notice
 */
export function rowArgumentsOf(manifest: unknown, row: string, known: readonly string[]): readonly string[] {
  const rows = field(field(manifest, "glomers"), "rows") ?? {};
  if (typeof rows !== "object" || rows === null) throw new InvalidValue(`"glomers.rows" must be an object`);
  const stranger = Object.keys(rows).find((id) => !known.includes(id));
  if (stranger !== undefined) {
    throw new InvalidValue(`"glomers.rows" must name rows of the table, and "${stranger}" is none`);
  }
  const args = Object.hasOwn(rows, row) ? field(field(rows, row), "args") : [];
  if (!isTexts(args)) throw new InvalidValue(`"glomers.rows.${row}.args" must be a list of strings`);
  return args;
}

function field(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null && Object.hasOwn(object, name)
    ? Reflect.get(object, name)
    : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
