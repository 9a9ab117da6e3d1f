/**
 * What a receiver gets of a body that went over a wire: the same JSON, sharing nothing.
 *
 * Nodes in one process must not see each other's memory: a list that the sender goes on filling, or that the receiver
 * sorts in place, would be a bug (or the cure of one) that no real network has. Bodies are copied and not frozen,
 * because freezing would break honest nodes: the sender's own list would refuse its next element, in the simulator and
 * nowhere else. This is the copy that costs least: less than `JSON.parse(JSON.stringify(body))`, see `bench/run.ts`.
 */
import type { Json } from "@gossip-glomers/protocol";

/** @throws {TypeError} for what JSON cannot say: a BigInt, or an object that contains itself. */
export function jsonCopy(value: unknown): Json {
  return copy(value, 0) ?? null;
}

/** A body deeper than this is left to `JSON.stringify`, which knows what to say if it contains itself. */
const MAX_DEPTH = 100;

/** Undefined stands for what JSON leaves out: undefined itself, functions and symbols. */
function copy(value: unknown, depth: number): Json | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value + 0 : null;
    case "object":
      if (value === null) return null;
      if (depth > MAX_DEPTH || "toJSON" in value) return throughText(value);
      if (Array.isArray(value)) return copyList(value, depth);
      return isPlain(value) ? copyRecord(value, depth) : throughText(value);
    default:
      return throughText(value);
  }
}

function copyList(list: readonly unknown[], depth: number): Json {
  const result: Json[] = [];
  // Not `map`, which leaves holes where JSON has null.
  for (const item of list) result.push(copy(item, depth + 1) ?? null);
  return result;
}

function copyRecord(record: object, depth: number): Json {
  const result: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(record)) {
    const copied = copy(item, depth + 1);
    if (copied === undefined) continue;
    // Assigning this key would set the prototype instead.
    if (key === "__proto__") {
      const property = { value: copied, enumerable: true, configurable: true, writable: true };
      Object.defineProperty(result, key, property);
    } else result[key] = copied;
  }
  return result;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Dates, Maps, instances of classes, BigInts: rare in bodies, and `JSON.stringify` knows best. */
function throughText(value: unknown): Json | undefined {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}
