import fc from "fast-check";
import { expect, test } from "vitest";
import { ArrivalMap } from "./arrival-map.ts";

const keys = fc.array(fc.constantFrom("a", "b", "c", "__proto__", ""), { maxLength: 400 });

test("it says of any number what was last set after it, oldest first, each key once", () => {
  fc.assert(
    fc.property(keys, fc.nat({ max: 420 }), (sets, number) => {
      const map = new ArrivalMap<number>();
      const model = new Map<string, number>();
      for (const [index, key] of sets.entries()) {
        map.set(key, index);
        model.delete(key);
        model.set(key, index);
      }
      const expected = [...model].filter(([, index]) => index + 1 > number);
      expect([...map.after(number)].map(({ key, value }) => [key, value])).toEqual(expected);
      expect(map.last).toBe(sets.length);
      expect(map.size).toBe(model.size);
      for (const [key, index] of model) expect(map.get(key)).toBe(index);
    }),
  );
});

test("what it walks is no more than twice its entries, however often they are set", () => {
  const map = new ArrivalMap<number>();
  for (let i = 0; i < 100_000; i += 1) map.set(String(i % 100), i);
  expect(map.arrivals).toBeLessThanOrEqual(2 * 100 + 65);
  expect([...map.after(0)]).toHaveLength(100);
});
