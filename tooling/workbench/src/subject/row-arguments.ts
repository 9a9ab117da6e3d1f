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
 * @throws {InvalidValue} if the entry is not as above, or names a row or a setting that there is not: a misspelt one would be
 *   passed over, the row be run with the wrong arguments, and nobody would notice
 */
export function rowSettingsOf(manifest: unknown, row: string, known: readonly string[]): RowSettings {
  const own = field(manifest, "glomers") ?? {};
  requireNames(own, "glomers", ["rows"], "settings");
  const rows = field(own, "rows") ?? {};
  requireNames(rows, "glomers.rows", known, "rows of the table");
  const settings = field(rows, row) ?? {};
  requireNames(settings, `glomers.rows.${row}`, ["args", "open"], "settings");
  const args = field(settings, "args") ?? [];
  if (!isTexts(args)) throw new InvalidValue(`"glomers.rows.${row}.args" must be a list of strings`);
  const open = field(settings, "open") ?? null;
  if (open !== null && typeof open !== "string") {
    throw new InvalidValue(`"glomers.rows.${row}.open" must be a string that says why`);
  }
  return { args, open };
}

/** @throws {InvalidValue} if `value` is no object, or has other names than those that are `known` */
function requireNames(value: unknown, path: string, known: readonly string[], of: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidValue(`"${path}" must be an object`);
  }
  const stranger = Object.keys(value).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new InvalidValue(`"${path}" must name ${of} (${known.join(", ")}), and "${stranger}" is none`);
}

function field(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null && Object.hasOwn(object, name)
    ? Reflect.get(object, name)
    : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
