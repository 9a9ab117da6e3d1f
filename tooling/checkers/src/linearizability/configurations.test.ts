import fc from "fast-check";
import { expect, test } from "vitest";
import { ConfigurationCache, Placement, ROOT } from "./configurations.ts";

/** More calls than fit one word, so that prefixes and windows cross words. */
const OPTIONAL = 35;
const REQUIRED = 70;

/** A set of calls, most of them among the first required ones, and a state. */
const configurations = fc.record({
  prefix: fc.constantFrom(0, 1, 31, 32, 33, 64, 69, REQUIRED),
  others: fc.uniqueArray(
    fc.oneof(fc.constantFrom(0, 1, 31, 32, 34), fc.integer({ min: 0, max: OPTIONAL + REQUIRED - 1 })),
    { maxLength: 5 },
  ),
  state: fc.integer({ min: 0, max: 3 }),
});

function callsOf({ prefix, others }: { prefix: number; others: readonly number[] }): readonly number[] {
  const first = Array.from({ length: prefix }, (_, position) => OPTIONAL + position);
  return [...new Set([...first, ...others])];
}

test("a configuration is new exactly if none is known that has the same state, the same required calls and no more optional ones", () => {
  fc.assert(
    fc.property(fc.array(configurations, { maxLength: 60 }), (added) => {
      const cache = new ConfigurationCache();
      const known: { readonly required: string; readonly optional: readonly number[] }[] = [];
      for (const configuration of added) {
        const calls = callsOf(configuration);
        const placement = new Placement(OPTIONAL, REQUIRED);
        for (const call of calls) placement.add(call);
        const optional = calls.filter((call) => call < OPTIONAL);
        const others = calls.filter((call) => call >= OPTIONAL).sort((a, b) => a - b);
        const required = `${configuration.state}: ${others.join(" ")}`;
        const isKnown = known.some(
          (other) => other.required === required && other.optional.every((call) => optional.includes(call)),
        );
        expect(cache.add(placement, configuration.state, ROOT, 0) !== null).toBe(!isKnown);
        if (!isKnown) known.push({ required, optional });
      }
      expect(cache.size).toBe(known.length);
    }),
  );
});

test("removing calls in the opposite order restores a placement", () => {
  fc.assert(
    fc.property(configurations, configurations, (before, after) => {
      const placement = new Placement(OPTIONAL, REQUIRED);
      for (const call of callsOf(before)) placement.add(call);
      const { hash, prefix, placed } = placement;
      const more = callsOf(after).filter((call) => !placement.has(call));
      for (const call of more) placement.add(call);
      for (const call of more.toReversed()) placement.remove(call);
      expect([placement.hash, placement.prefix, placement.placed]).toStrictEqual([hash, prefix, placed]);
    }),
  );
});

test("the path to an entry is the calls that led there", () => {
  const cache = new ConfigurationCache();
  const placement = new Placement(0, 3);
  let node = ROOT;
  for (const call of [2, 0, 1]) {
    placement.add(call);
    node = cache.add(placement, 0, node, call) ?? ROOT;
  }
  expect(cache.path(node)).toStrictEqual([2, 0, 1]);
});
