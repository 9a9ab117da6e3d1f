/**
 * JSON as Maelstrom carries it: a number is what was written, and not the double that is nearest to it.
 *
 * Maelstrom runs on a JVM. There 9007199254740993 is a long, and 1.0 a double that equals no integer (MAELSTROM.md
 * 11.1). `JSON.parse` makes 9007199254740992 of the one and 1 of the other. So a node that answers `generate` with
 * int64 ids, as many in Go and Rust do, would seem to give one id to two clients: red here and green there.
 *
 * Whatever nodes, services and clients say to each other is of this type. Read `read.ts` next, then `print.ts`.
 */
import type { Json } from "@gossip-glomers/protocol";
import { Float } from "../datum.ts";

/**
 * JSON with exact numbers, which is a `Datum` as it stands.
 *
 * Invariant: an integer beyond ±(2^53 − 1) is a bigint; a whole number below 10^21 that was written with a fraction or
 * an exponent is a `Float`; every other number is a number. So two values are equal in structure exactly if Clojure
 * calls them equal.
 */
export type ExactJson =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | readonly ExactJson[]
  | ExactRecord;

/** A JSON object with exact numbers, for instance the body of a message. */
export type ExactRecord = { readonly [key: string]: ExactJson };

/** Array.isArray, which does not narrow a readonly array. */
export function isExactList(value: ExactJson | undefined): value is readonly ExactJson[] {
  return Array.isArray(value);
}

export function isExactRecord(value: ExactJson | undefined): value is ExactRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

/** Whether there is no number in a value but such as `JSON.parse` gives. */
export function isJson(value: ExactJson): value is Json {
  if (typeof value !== "object" || value === null) return typeof value !== "bigint";
  if (value instanceof Float) return false;
  // Loops, here and below, and not `every` or `map`: each message is looked through, and each node gets a copy of it.
  for (const item of isExactList(value) ? value : Object.values(value)) if (!isJson(item)) return false;
  return true;
}

/** The number that text stands for, which `JSON.parse` takes for `value` and which is written without fraction and exponent. */
export function exactInteger(value: number, text: string): number | bigint {
  // The sum makes 0 of −0, which a JVM does not know among integers.
  return Number.isSafeInteger(value) ? value + 0 : BigInt(text);
}

/**
 * What a node in JavaScript gets of a value: a copy, of which it may do what it likes, with the numbers that
 * `JSON.parse` would have made.
 */
export function roundedJson(value: ExactJson): Json {
  return withNumbers(value, rounded);
}

function rounded(exact: bigint | Float): number {
  return typeof exact === "bigint" ? Number(exact) : exact.value;
}

/**
 * What a JSON schema is to see of a value. The validators know numbers only, and must find an integer where there is a
 * bigint and none where there is a `Float`: Maelstrom refuses a counter that reads 1.0. Which numbers those are, no
 * schema of ours asks.
 */
export function schemaView(value: ExactJson): Json {
  return isJson(value)
    ? value
    : withNumbers(value, (exact) => (typeof exact === "bigint" ? Number.MAX_SAFE_INTEGER : 0.5));
}

/** A copy with something else for every bigint and `Float`. */
function withNumbers(value: ExactJson, numberFor: (exact: bigint | Float) => number): Json {
  if (typeof value !== "object" || value === null)
    return typeof value === "bigint" ? numberFor(value) : value;
  if (isExactList(value)) {
    const list: Json[] = [];
    for (const item of value) list.push(withNumbers(item, numberFor));
    return list;
  }
  if (value instanceof Float) return numberFor(value);
  const copy: { [key: string]: Json } = {};
  // Not `for … in`: where it meets objects with keys like "1", as a log's offsets are, V8 may throw its machine code away and make
  // the same again, hundreds of times.
  for (const key of Object.keys(value)) setOwn(copy, key, withNumbers(value[key] ?? null, numberFor));
  return copy;
}

/**
 * A copy with one field more, or with another value for it. `{ ...record, [name]: value }` takes V8 five times as long where
 * records have many shapes, as bodies have.
 */
export function withField(record: ExactRecord, name: string, value: ExactJson): ExactRecord {
  const copy: { [key: string]: ExactJson } = {};
  for (const key of Object.keys(record)) setOwn(copy, key, record[key] ?? null);
  setOwn(copy, name, value);
  return copy;
}

/** Assignment that is safe for a key named `__proto__`, which a node may well send. */
export function setOwn<Value>(record: { [key: string]: Value }, key: string, value: Value): void {
  if (key !== "__proto__") record[key] = value;
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}
