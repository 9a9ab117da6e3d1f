/**
 * When two JSON values are the same to Maelstrom's services: when they are equal in structure (MAELSTROM.md 11.1).
 *
 * 1 and "1" differ, [1, 2] and [2, 1] differ, and the order of an object's keys does not matter. JSON.parse has
 * already made 1 and 1.0 the same number, which Maelstrom tells apart.
 */
import type { Json } from "@gossip-glomers/protocol";

/** Whether two values are equal in structure. */
export function areEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    return (
      isList(a) && isList(b) && a.length === b.length && a.every((item, i) => areEqual(item, b[i] ?? null))
    );
  }
  const names = Object.keys(a);
  // Own keys only: {"toString": 1} has a key that {} must not seem to have.
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && areEqual(a[name] ?? null, b[name] ?? null))
  );
}

/**
 * A text that two values share exactly if they are equal: the name under which a store keeps a key, which may be any
 * JSON. JSON.stringify alone would make two keys of {"a":1,"b":2} and {"b":2,"a":1}.
 */
export function canonicalText(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalText).join(",")}]`;
  const entries = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null)}`);
  return `{${entries.join(",")}}`;
}

/** Array.isArray, which does not narrow a readonly array. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
