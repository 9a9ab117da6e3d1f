import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../random/random.ts";
import { type Fate, fatesUnder, type Impairment } from "./impairment.ts";

const NODES = new Set(["n0", "n1", "n2"]);
const none: Impairment = { loss: 0, duplicate: 0, reorderMs: 0, slowMs: new Map() };

/** The fates of `count` messages from n0 to n1, or along another route. */
function fates(impairment: Partial<Impairment>, count: number, src = "n0", dest = "n1", seed = 1): Fate[] {
  const draw = fatesUnder({ ...none, ...impairment }, Random.fromSeed(seed), NODES);
  return Array.from({ length: count }, () => draw({ src, dest }));
}

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const anyImpairment = fc.record({
  loss: chance,
  duplicate: chance,
  reorderMs: fc.nat(1000),
  slowMs: fc.constant(new Map([["n1", 70]])),
});

describe("loss", () => {
  test.each([0, 0.05, 0.2, 1])("of %d befalls so many messages, within five standard deviations", (loss) => {
    const count = 20_000;
    const lost = fates({ loss }, count).filter((fate) => fate.length === 0).length;
    expect(Math.abs(lost - loss * count)).toBeLessThanOrEqual(5 * Math.sqrt(count * loss * (1 - loss)));
  });

  test("is without memory: after a loss the next message is lost as often as after none", () => {
    const lost = fates({ loss: 0.5 }, 20_000).map((fate) => fate.length === 0);
    const inARow = lost.filter((isLost, i) => isLost && lost[i + 1] === true).length;
    expect(Math.abs(inARow - 5000)).toBeLessThan(500);
  });
});

test("duplicates are so many of the messages between nodes, and never more than two copies", () => {
  const copies = fates({ duplicate: 0.1 }, 20_000).map((fate) => fate.length);
  expect(new Set(copies)).toEqual(new Set([1, 2]));
  const twice = copies.filter((count) => count === 2).length;
  expect(Math.abs(twice - 2000)).toBeLessThanOrEqual(5 * Math.sqrt(20_000 * 0.1 * 0.9));
});

test("copies are held back each for a time of its own, below the limit", () => {
  const twice = fates({ duplicate: 1, reorderMs: 50 }, 1000);
  expect(twice.flat().every((delay) => delay >= 0 && delay < 50)).toBe(true);
  expect(twice.filter(([first, second]) => first !== second).length).toBeGreaterThan(990);
});

test("a slow node is slow in both directions, and two slow nodes add up", () => {
  const slowMs = new Map([
    ["n0", 100],
    ["n1", 20],
  ]);
  expect(fates({ slowMs }, 1, "n0", "n1")).toEqual([[120]]);
  expect(fates({ slowMs }, 1, "n2", "n1")).toEqual([[20]]);
  expect(fates({ slowMs }, 1, "n0", "seq-kv")).toEqual([[100]]);
  expect(fates({ slowMs }, 1, "n2", "n2")).toEqual([[0]]);
});

test("clients are spared everything", () => {
  fc.assert(
    fc.property(anyImpairment, (impairment) => {
      const all = [...fates(impairment, 20, "c3", "n1"), ...fates(impairment, 20, "n1", "c3")];
      expect(all.every((fate) => fate.length === 1 && fate[0] === 0)).toBe(true);
    }),
  );
});

test("services are neither asked twice nor do they answer twice", () => {
  const all = [
    ...fates({ duplicate: 1 }, 20, "n0", "lin-kv"),
    ...fates({ duplicate: 1 }, 20, "lin-kv", "n0"),
  ];
  expect(all.every((fate) => fate.length === 1)).toBe(true);
  expect(fates({ loss: 1 }, 1, "n0", "lin-kv")).toEqual([[]]);
});

test("each harm befalls the same messages, whatever other harms there are", () => {
  fc.assert(
    fc.property(anyImpairment, fc.nat(), (impairment, seed) => {
      const { loss, duplicate, reorderMs } = impairment;
      const all = fates(impairment, 50, "n0", "n2", seed);
      const onlyLoss = fates({ loss }, 50, "n0", "n2", seed);
      const noLoss = fates({ duplicate, reorderMs }, 50, "n0", "n2", seed);
      expect(all).toEqual(noLoss.map((fate, i) => (onlyLoss[i]?.length === 0 ? [] : fate)));
    }),
  );
});

test("a stronger loss loses all that a weaker one lost", () => {
  const weak = fates({ loss: 0.1 }, 1000);
  const strong = fates({ loss: 0.3 }, 1000);
  expect(weak.every((fate, i) => fate.length > 0 || strong[i]?.length === 0)).toBe(true);
});

test.each([
  [{ loss: 1.1 }, /the loss is 1.1; use a chance from 0 to 1/],
  [{ duplicate: Number.NaN }, /the duplicate is NaN/],
  [{ reorderMs: -1 }, /a delay is -1 ms; use a number from 0/],
  [{ slowMs: new Map([["n0", Number.POSITIVE_INFINITY]]) }, /a delay is Infinity ms/],
])("%o is refused", (impairment, message) => {
  expect(() => fates(impairment, 1)).toThrow(message);
});
