/** When two JSON values are the same to a service: when they are equal in structure (MAELSTROM.md 11.1). */
import type { Json } from "@gossip-glomers/protocol";

/** Whether two values are equal in structure: 1 is not "1", and the order of an object's keys does not matter. */
export function isSameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    return (
      isList(a) &&
      isList(b) &&
      a.length === b.length &&
      a.every((item, index) => isSameJson(item, b[index] ?? null))
    );
  }
  const names = Object.keys(a);
  // Own keys only: {"toString": 1} has a key that {} must not seem to have.
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSameJson(a[name] ?? null, b[name] ?? null))
  );
}

/** As `Array.isArray`, which does not know read-only arrays. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
