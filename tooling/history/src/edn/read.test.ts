import { parseEDNString } from "edn-data";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { datum } from "../../test/arbitraries.ts";
import { EdnList, EdnSymbol, Float, isRecord, keyword, Tagged } from "../datum.ts";
import { printEdn } from "./print.ts";
import { readEdn } from "./read.ts";
import { EdnSyntaxError } from "./syntax-error.ts";

describe("readEdn", () => {
  test.each([
    ["nil", null],
    ["true", true],
    ["-17", -17],
    ["+17", 17],
    ["12N", 12],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993N", -9007199254740993n],
    ["1.0", new Float(1)],
    ["2.0E-4", 0.0002],
    ["1.5M", 1.5],
    ["3/4", 0.75],
    ["##Inf", Number.POSITIVE_INFINITY],
    ['"a\\n\\"b\\"\\u00e9"', 'a\n"b"é'],
    ["\\a", "a"],
    ["\\newline", "\n"],
    ["\\(", "("],
    ["\\u00e9", "é"],
    [":final?", keyword("final?")],
    ["clojure.lang.ExceptionInfo", new EdnSymbol("clojure.lang.ExceptionInfo")],
    ["[1 [2]]", [1, [2]]],
    ["(1 2)", new EdnList([1, 2])],
    ['#{"n1"}', new Set(["n1"])],
    ["{:a 1, :b nil}", { a: 1, b: null }],
    ['{"7" [[0 1]]}', new Map([["7", [[0, 1]]]])],
    ['#inst "2026-01-01"', new Tagged("inst", "2026-01-01")],
    ["#jepsen.history.Op{:index 0}", new Tagged("jepsen.history.Op", { index: 0 })],
    [" ; a comment\n 1 #_ [2 3] ", 1],
  ])("reads %s", (text, expected) => {
    expect(readEdn(text)).toStrictEqual(expected);
  });

  test("tells apart neighbours above 2^53, which doubles cannot", () => {
    expect(readEdn("9007199254740995")).not.toStrictEqual(readEdn("9007199254740996"));
  });

  test("keeps a key that is named like a part of Object's prototype", () => {
    const map = readEdn("{:__proto__ 1, :constructor 2}");
    expect(isRecord(map) && Object.entries(map)).toStrictEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
  });

  test.each([
    ["", "line 1, column 1: the text ends where a value should be"],
    ["{:index 0, :va", "line 1, column 1: the text ends before the } that should close this"],
    ['{:f "re', "line 1, column 5: the text ends before the quote that should close this string"],
    ["{:a}", "line 1, column 1: this map has a key without a value"],
    ["[1\n ]]", "line 2, column 3: the text goes on after the value"],
    ["]", "line 1, column 1: a ] closes nothing"],
    ['"\\q"', "line 1, column 2: \\q is no escape in a string"],
    ["1x", "line 1, column 1: 1x is no number"],
    ["##Nope", "line 1, column 1: ##Nope is no number"],
    ["[1 -1e400]", "line 1, column 4: -1e400 is more than a number can be"],
    ["1/0", "line 1, column 1: 1/0 is no number"],
    // Digits enough to be infinite above the line, and on both sides of it.
    [`1${"0".repeat(400)}/3`, `1${"0".repeat(38)}… is more than a number can be`],
    [`1${"0".repeat(400)}/1${"0".repeat(400)}`, `1${"0".repeat(38)}… is more than a number can be`],
    ["[".repeat(1_200), "line 1, column 1101: values are nested more than 1100 deep"],
    ["#_".repeat(1_200), "values are nested more than 1100 deep"],
    ["#a ".repeat(1_200), "values are nested more than 1100 deep"],
    ["\\nope", "line 1, column 1: \\nope is no character"],
    [": ", "line 1, column 1: a : is followed by no name"],
    ["# ", "line 1, column 1: a # is followed by neither a tag nor a set"],
  ])("rejects %j and says where and why", (text, message) => {
    expect(() => readEdn(text)).toThrow(EdnSyntaxError);
    expect(() => readEdn(text)).toThrow(message);
  });

  test("reads what is nested a thousand deep, and any number of values beside each other", () => {
    const deep = `${"[".repeat(1_000)}${"]".repeat(1_000)}`;
    expect(printEdn(readEdn(deep))).toBe(deep);
    expect(readEdn(`[${"[] ".repeat(5_000)}]`)).toHaveLength(5_000);
  });

  test("gives back every datum that was printed", () => {
    fc.assert(
      fc.property(datum, (value) => {
        expect(readEdn(printEdn(value))).toStrictEqual(value);
      }),
    );
  });

  test("never takes a text that was cut off for a shorter one", () => {
    fc.assert(
      fc.property(fc.array(datum, { minLength: 1 }), fc.nat(), (items, at) => {
        const text = printEdn(items);
        expect(() => readEdn(text.slice(0, at % text.length))).toThrow(EdnSyntaxError);
      }),
    );
  });

  // Another reader of the same notation, where it is right: it rounds integers, and takes 1.0 for 1.
  test("agrees with the library edn-data", () => {
    const common = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.string({ unit: fc.constantFrom(...'abc "\\\n;,()[]{}#') }),
        fc.array(tie("value")),
        fc.dictionary(fc.constantFrom("a", "b", "ok-count"), tie("value"), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.array(common, { minLength: 1 }), (items) => {
        const text = printEdn(readEdn(toEdn(items)));
        expect(readEdn(text)).toStrictEqual(parseEDNString(text, { mapAs: "object", keywordAs: "string" }));
      }),
    );
  });
});

/** JSON-like data as EDN, by means other than the printer under test. */
function toEdn(value: unknown): string {
  if (value === null) return "nil";
  if (Array.isArray(value)) return `[${value.map(toEdn).join(" ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, entry]) => `:${key} ${toEdn(entry)}`)
      .join(" ")}}`;
  }
  return JSON.stringify(value);
}
