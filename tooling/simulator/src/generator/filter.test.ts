import { expect, test } from "vitest";
import { filter } from "./filter.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { mix } from "./mix.ts";
import { repeat, unfold } from "./unfold.ts";

test("what is left out takes no time and no thread", () => {
  const even = filter(
    ({ value }) => Number(value) % 2 === 0,
    unfold(0, (n) => [{ f: "add", value: n }, n + 1]),
  );
  const { deeds, end } = interpret(limit(3, even));
  expect(deeds.map((deed) => deed.value)).toEqual([0, 2, 4]);
  expect(end).toBe(0);
});

test("an end of what is filtered is an end of the filter", () => {
  const none = filter(
    () => false,
    limit(
      5,
      repeat(() => ({ f: "add", value: 1 })),
    ),
  );
  expect(interpret(none).deeds).toEqual([]);
});

test("a g-counter's mix is one add to two reads, because half of the adds are left out", () => {
  const adds = repeat(({ random }) => ({ f: "add", value: random.integer(10) - 5 }));
  const reads = repeat(() => ({ f: "read", value: null }));
  const gCounter = filter(({ f, value }) => f === "read" || Number(value) >= 0, mix(adds, reads));
  const { deeds } = interpret(limit(3000, gCounter), { seed: 7 });
  const share = deeds.filter((deed) => deed.f === "add").length / deeds.length;
  expect(share).toBeGreaterThan(0.3);
  expect(share).toBeLessThan(0.37);
});
