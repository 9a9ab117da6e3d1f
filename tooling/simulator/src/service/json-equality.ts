/**
 * When two JSON values are the same to Maelstrom's services: when they are equal in structure (MAELSTROM.md 11.1).
 *
 * 1, 1.0 and "1" differ, [1, 2] and [2, 1] differ, and the order of an object's keys does not matter.
 */
import { type ExactJson, Float, isExactList, isExactRecord, printExactJson } from "@gossip-glomers/history";

/** Whether two values are equal in structure. */
export function areEqual(a: ExactJson, b: ExactJson): boolean {
  if (a === b) return true;
  if (a instanceof Float) return b instanceof Float && a.value === b.value;
  if (isExactList(a)) {
    return isExactList(b) && a.length === b.length && a.every((item, i) => areEqual(item, b[i] ?? null));
  }
  if (!isExactRecord(a) || !isExactRecord(b)) return false;
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
export function canonicalText(value: ExactJson): string {
  if (value instanceof Float && value.value === 0) return "0.0"; // Equal to −0.0.
  if (isExactList(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (!isExactRecord(value)) return printExactJson(value);
  const entries = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null)}`);
  return `{${entries.join(",")}}`;
}
