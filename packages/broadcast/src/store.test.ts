import fc from "fast-check";
import { expect, test } from "vitest";
import { type Run, Store } from "./store.ts";

test("what is known of an origin is a prefix of its log, whatever runs come, in whatever order", () => {
  const runs = fc.array(
    fc.record({ origin: fc.constantFrom("a", "__proto__"), from: fc.nat(12), length: fc.nat(6) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(runs, (all) => {
      const store = new Store();
      let fresh = 0;
      for (const { origin, from, length } of all) {
        const run: Run = [origin, from, Array.from({ length }, (_, index) => `${origin}${from + index}`)];
        fresh += store.merge(run);
        const count = store.count(origin);
        expect(store.slice(origin, 0, 100)).toEqual(Array.from({ length: count }, (_, n) => `${origin}${n}`));
      }
      expect(store.size).toBe(fresh);
      expect(new Set(store.values).size).toBe(store.size);
      expect(new Map(store.counts).get("a") ?? 0).toBe(store.count("a"));
    }),
  );
});

test("equal values of different origins, or twice of one, are all kept", () => {
  const store = new Store();
  store.append("a", null);
  store.append("a", null);
  store.merge(["b", 0, [null, { deep: [1] }]]);
  expect(store.values).toEqual([null, null, null, { deep: [1] }]);
});

test("a run after a gap is left out whole; one that overlaps gives what is new", () => {
  const store = new Store();
  expect(store.merge(["a", 1, ["second"]])).toBe(0);
  expect(store.merge(["a", 0, ["first"]])).toBe(1);
  expect(store.merge(["a", 0, ["first", "second"]])).toBe(1);
  expect(store.values).toEqual(["first", "second"]);
});

test("tells which origins have changed since", () => {
  const store = new Store();
  store.append("a", 1);
  store.append("b", 1);
  const before = store.size;
  store.append("b", 2);
  expect([...store.changedSince(before)]).toEqual(["b"]);
  expect([...store.changedSince(0)]).toEqual(["a", "b"]);
  expect([...store.changedSince(store.size)]).toEqual([]);
});
