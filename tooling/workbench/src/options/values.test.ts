import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidValue, integerFrom, listOf, numberThat, oneOf } from "./values.ts";

describe("a number", () => {
  it("is read as it is written", () => {
    fc.assert(
      fc.property(fc.nat(), (value) => {
        expect(integerFrom(0)(String(value))).toBe(value);
      }),
    );
  });

  it("is never read from a part of the text", () => {
    const any = numberThat(() => true, "Must be a number");
    fc.assert(
      fc.property(fc.nat(), fc.stringMatching(/^[^\d.]+$/), (value, rest) => {
        expect(() => any(`${value}${rest}`)).toThrow(InvalidValue);
      }),
    );
  });

  it.each(["", " ", ".", "1e3", "0x10", "NaN", "Infinity", "--1"])("is not %j", (text) => {
    expect(() => numberThat(() => true, "Must be a number")(text)).toThrow("Must be a number");
  });
});

describe("a list", () => {
  const words = listOf(oneOf(["a", "b", "c"]));

  it("is split at commas, whatever blanks there are", () => {
    const blanks = fc.stringMatching(/^ {0,3}$/);
    const entries = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1 });
    fc.assert(
      fc.property(entries, blanks, blanks, (list, before, after) => {
        expect(words(list.join(`${before},${after}`))).toEqual(list);
      }),
    );
  });

  it.each(["", "a,", ",a", "a,,b", "a b"])("has no empty or unknown entries, unlike %j", (text) => {
    expect(() => words(text)).toThrow("Must be one of a, b, c");
  });
});
