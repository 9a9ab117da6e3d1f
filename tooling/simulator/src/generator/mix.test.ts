import { expect, test } from "vitest";
import { seconds } from "./duration.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { mix } from "./mix.ts";
import { phases } from "./phases.ts";
import { sleep } from "./sleep.ts";
import { repeat } from "./unfold.ts";

const of = (f: string) => repeat(() => ({ f, value: null }));

function shares(deeds: readonly { readonly f: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { f } of deeds) counts[f] = (counts[f] ?? 0) + 1;
  return counts;
}

test("each of the generators gets an equal share", () => {
  const { deeds } = interpret(limit(6000, mix(of("write"), of("cas"), of("cas again"))), { seed: 1 });
  for (const count of Object.values(shares(deeds))) expect(Math.abs(count - 2000)).toBeLessThan(185);
});

test("what has ended is not chosen any more, and all have their turn until the last has ended", () => {
  const { deeds } = interpret(mix(limit(3, of("a")), limit(500, of("b")), limit(1, of("c"))), { seed: 9 });
  expect(shares(deeds)).toEqual({ a: 3, b: 500, c: 1 });
});

test("one that has to wait does not lose its turn to one that need not", () => {
  const later = phases(sleep(seconds(1)), of("later"));
  const { deeds } = interpret(limit(2000, mix(later, of("now"))), { seed: 2 });
  expect(Math.abs((shares(deeds).later ?? 0) - 1000)).toBeLessThan(115);
});

test("a mix of nothing is nothing", () => {
  expect(interpret(mix()).deeds).toEqual([]);
});
