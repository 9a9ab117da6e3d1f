/** JSON with exact numbers to text. */
import { Float } from "../datum.ts";
import { type ExactJson, isExactList, isJson } from "./exact-json.ts";

/**
 * Prints a value as `JSON.stringify` would if it knew exact numbers: 9007199254740993 and 1.0. `readExactJson` gives the
 * value back. (`JSON.stringify` itself throws at a bigint.)
 */
export function printExactJson(value: ExactJson): string {
  return isJson(value) ? JSON.stringify(value) : print(value);
}

function print(value: ExactJson): string {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Float) return floatText(value.value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isExactList(value)) return `[${value.map(print).join(",")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${print(item)}`);
  return `{${entries.join(",")}}`;
}

/** `1.0`, `-0.0`. */
function floatText(value: number): string {
  const digits = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}
