/**
 * What the network gets of a message that a node in this process sends: the JSON that a process would have printed,
 * sharing nothing. (What a node gets of a message is `roundedJson` of the history package, a copy as well.)
 *
 * Nodes in one process must not see each other's memory: a list that the sender goes on filling, or that the receiver
 * sorts in place, would be a bug (or the cure of one) that no real network has. Bodies are copied and not frozen,
 * because freezing would break honest nodes: the sender's own list would refuse its next element, in the simulator and
 * nowhere else. This is the copy that costs least: less than `JSON.parse(JSON.stringify(body))`, see `bench/run.ts`.
 */
import { type ExactJson, exactInteger, readExactJson, setOwn } from "@gossip-glomers/history";

/** @throws {TypeError} for what JSON cannot say: a BigInt, or an object that contains itself. */
export function jsonCopy(value: unknown): ExactJson {
  return copy(value, 0) ?? null;
}

/** A body deeper than this is left to `JSON.stringify`, which knows what to say if it contains itself. */
const MAX_DEPTH = 100;

/** Undefined stands for what JSON leaves out: undefined itself, functions and symbols. */
function copy(value: unknown, depth: number): ExactJson | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? copyNumber(value) : null;
    case "object":
      if (value === null) return null;
      if (depth > MAX_DEPTH || speaksForItself(value)) return throughText(value);
      if (Array.isArray(value)) return copyList(value, depth);
      return isPlain(value) ? copyRecord(value, depth) : throughText(value);
    default:
      return throughText(value);
  }
}

/** Whether JSON is asked of the value itself, as of a date. Not by `in`, which takes V8 a fifth of the whole copy. */
function speaksForItself(value: { readonly toJSON?: unknown }): boolean {
  return typeof value.toJSON === "function";
}

/** 2 ** 60 is printed as 1152921504606847000, which is the integer that a reader on a JVM gets. */
function copyNumber(value: number): ExactJson {
  // Nearly all of them, and their text is of no use.
  if (Number.isSafeInteger(value)) return value + 0;
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? exactInteger(value, String(value)) : value;
}

function copyList(list: readonly unknown[], depth: number): ExactJson {
  const result: ExactJson[] = [];
  // Not `map`, which leaves holes where JSON has null.
  for (const item of list) result.push(copy(item, depth + 1) ?? null);
  return result;
}

function copyRecord(record: { readonly [key: string]: unknown }, depth: number): ExactJson {
  const result: { [key: string]: ExactJson } = {};
  for (const key of Object.keys(record)) {
    const copied = copy(record[key], depth + 1);
    if (copied !== undefined) setOwn(result, key, copied);
  }
  return result;
}

function isPlain(value: object): value is { readonly [key: string]: unknown } {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Dates, Maps, instances of classes, BigInts: rare in bodies, and `JSON.stringify` knows best. */
function throughText(value: unknown): ExactJson | undefined {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : readExactJson(text);
}
