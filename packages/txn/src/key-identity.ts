/** Which keys are one key. A client may use any JSON as a key; Maelstrom uses integers. */
import type { Json } from "@gossip-glomers/protocol";

/**
 * A string that two keys share exactly if they are the same JSON.
 *
 * Keys are told apart by what they are, not by how JavaScript would write them as a property: 1 is not "1", and
 * `__proto__` is a key like any other. An object's fields have no order in JSON, so `{"a":1,"b":2}` and `{"b":2,"a":1}`
 * are one key.
 */
export function identityOf(key: Json): string {
  if (typeof key !== "object" || key === null) return JSON.stringify(key);
  if (isList(key)) return `[${key.map(identityOf).join(",")}]`;
  const fields = Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${identityOf(value)}`).join(",")}}`;
}

// Array.isArray alone does not tell the compiler that what is left is no list, because Json's lists are read-only.
function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
