import fc from "fast-check";
import { expect, test } from "vitest";
import { PersistentMap } from "./persistent-map.ts";

const steps = fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.integer()), { maxLength: 200 });

function mapOf(entries: Iterable<readonly [string, number]>): PersistentMap<number> {
  let map = PersistentMap.empty<number>();
  for (const [key, value] of entries) map = map.set(key, value);
  return map;
}

test("every version stays what it was, whatever is set later", () => {
  fc.assert(
    fc.property(steps, (entries) => {
      const model = new Map<string, number>();
      let map = PersistentMap.empty<number>();
      const versions = [{ map, expected: new Map(model) }];
      for (const [key, value] of entries) {
        map = map.set(key, value);
        model.set(key, value);
        versions.push({ map, expected: new Map(model) });
      }
      for (const version of versions) {
        expect(new Map(version.map.entries())).toEqual(version.expected);
      }
      for (const [key, value] of model) expect(map.get(key)).toBe(value);
    }),
  );
});

test("holds many keys, each once", () => {
  const keys = Array.from({ length: 5000 }, (_, i) => [`key ${i}`, i] as const);
  const map = mapOf([...keys, ...keys]);
  expect([...map.entries()].length).toBe(5000);
  expect(keys.every(([key, value]) => map.get(key) === value)).toBe(true);
  expect(map.get("key 5000")).toBeUndefined();
});

// These two words have the same 32-bit hash of Fowler, Noll and Vo.
test("keys whose hashes are the same are two keys", () => {
  const map = mapOf([
    ["costarring", 1],
    ["liquid", 2],
    ["costarring", 3],
  ]);
  expect(map.get("costarring")).toBe(3);
  expect(map.get("liquid")).toBe(2);
  expect([...map.entries()].length).toBe(2);
});

test.each(["__proto__", "constructor", ""])("%j is a key like any other", (key) => {
  expect(PersistentMap.empty<number>().get(key)).toBeUndefined();
  expect(mapOf([[key, 1]]).get(key)).toBe(1);
});
