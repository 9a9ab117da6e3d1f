import { type Datum, EdnList, Float, keyword, printEdn } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareData } from "./compare.ts";
import { identityOf, isSameDatum } from "./identity.ts";
import { singleDatum } from "./single.ts";

describe("compareData", () => {
  // Each row is in Clojure's order, as `(sort compare …)` gives it.
  test.each<{ readonly ordered: readonly Datum[] }>([
    { ordered: [null, -1, 0.5, 1, new Float(2), 2n ** 53n, 2n ** 53n + 1n] },
    { ordered: [null, "", "A", "a", "n10", "n9", "é"] },
    { ordered: [null, false, true] },
    { ordered: [keyword("fail"), keyword("ok")] },
    { ordered: [[], [9], [0, 0], [0, 1]] },
    {
      ordered: [
        [1795387962, 0, "n0"],
        [1795387962, 0, "n1"],
        [1795387972, 6, "n0"],
      ],
    },
  ])("puts $ordered in this order", ({ ordered }) => {
    for (const [left, low] of ordered.entries()) {
      for (const [right, high] of ordered.entries()) {
        expect(Math.sign(compareData(low, high) ?? Number.NaN)).toBe(Math.sign(left - right));
      }
    }
  });

  test.each<readonly [Datum, Datum]>([
    [1, "1"],
    ["a", keyword("a")],
    [true, 1],
    [{ id: 1 }, { id: 1 }],
    [new Set([1]), new Set([1])],
    [
      [1, "a"],
      [1, 2],
    ],
  ])("finds no order between %o and %o", (left, right) => {
    expect(compareData(left, right)).toBeNull();
  });
});

describe("identityOf", () => {
  test.each<readonly [Datum, Datum]>([
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: 1 }, new Map([[keyword("a"), 1]])],
    [{ a: 1, b: undefined }, { a: 1 }],
    [new Set([[1], "x"]), new Set(["x", [1]])],
    [[1, 2], new EdnList([1, 2])],
  ])("is one for %o and %o", (left, right) => {
    expect(isSameDatum(left, right)).toBe(true);
  });

  test.each<readonly [Datum, Datum]>([
    [1, "1"],
    [1, new Float(1)],
    [null, "nil"],
    [keyword("a"), ":a"],
    [["a b"], ["a", "b"]],
    [{ a: 1 }, new Map([["a", 1]])],
    [new Set(["n1"]), ["n1"]],
    [9007199254740995n, 9007199254740996n],
  ])("is not one for %o and %o", (left, right) => {
    expect(isSameDatum(left, right)).toBe(false);
  });

  test("is that of JSON as a whole, whatever the order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        // JSON has one zero, and so do the ids that come in it.
        const [one, other] = [left, right].map((value) => JSON.parse(JSON.stringify(value)));
        expect(identityOf(one) === identityOf(other)).toBe(sorted(one) === sorted(other));
        expect(identityOf(one)).toBe(identityOf(JSON.parse(sorted(one))));
      }),
    );
  });
});

/** JSON with its keys in order, by other means than those under test. */
function sorted(json: unknown): string {
  return JSON.stringify(json, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
}

describe("singleDatum", () => {
  test.each([
    [377 / 185, "2.0378377"],
    [3800 / 1897, "2.0031629"],
    [16413 / 16416, "0.99981725"],
    [10 / 3, "3.3333333"],
    [1, "1.0"],
    [0, "0.0"],
    [0.9, "0.9"],
  ])("prints %d as %s", (value, text) => {
    expect(printEdn(singleDatum(value))).toBe(text);
  });

  test("names the float and has no digit too many", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true, min: 0 }), (value) => {
        const datum = singleDatum(value);
        const shown = datum instanceof Float ? datum.value : Number(datum);
        expect(Math.fround(shown)).toBe(Math.fround(value));
        const digits = shown.toExponential().replace(/e.*|\D/g, "").length;
        if (digits > 1)
          expect(Math.fround(Number(shown.toPrecision(digits - 1)))).not.toBe(Math.fround(value));
      }),
    );
  });
});
