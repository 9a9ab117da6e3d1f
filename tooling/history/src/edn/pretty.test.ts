import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { datum } from "../../test/arbitraries.ts";
import { EdnList, EdnSymbol, Float, keyword, Tagged } from "../datum.ts";
import { prettyEdn } from "./pretty.ts";
import { printEdn } from "./print.ts";
import { readEdn } from "./read.ts";

describe("printEdn", () => {
  test.each([
    [{ index: 0, "final?": true, error: undefined }, "{:index 0, :final? true}"],
    [[keyword("isolated"), new Map([["n0", new Set(["n1"])]])], '[:isolated {"n0" #{"n1"}}]'],
    [new EdnList([]), "()"],
    [new EdnList([1, new Float(1)]), "(1 1.0)"],
    [0.0001, "1.0E-4"],
    [new Float(12345678), "1.2345678E7"],
    [0.99981725, "0.99981725"],
    [Number.NaN, "##NaN"],
    [2n ** 63n - 1n, "9223372036854775807"],
    [2n ** 63n, "9223372036854775808N"],
    ['say "é"\n', '"say \\"é\\"\\n"'],
    [new EdnSymbol("java.lang.Error"), "java.lang.Error"],
    [new Tagged("inst", "2026"), '#inst "2026"'],
    [new Tagged("a.B", { value: 1 }), "#a.B{:value 1}"],
  ])("prints %o as %s", (value, text) => {
    expect(printEdn(value)).toBe(text);
  });
});

describe("prettyEdn", () => {
  test("keeps what fits on one line", () => {
    expect(prettyEdn({ "valid?": true, errors: new EdnList([]) })).toBe("{:valid? true, :errors ()}");
  });

  test("gives each entry a line below the first, its value beside its key, and closing brackets no width", () => {
    const all = { "send-count": 110, "recv-count": 110, "msg-count": 110, "msgs-per-op": 2.2 };
    const clients = { "send-count": 110, "recv-count": 110, "msg-count": 110 };
    expect(prettyEdn({ net: { all, clients, "valid?": true } })).toBe(
      [
        "{:net {:all {:send-count 110,",
        "             :recv-count 110,",
        "             :msg-count 110,",
        "             :msgs-per-op 2.2},",
        "       :clients {:send-count 110, :recv-count 110, :msg-count 110},",
        "       :valid? true}}",
      ].join("\n"),
    );
  });

  test("gives each item of a sequence that is too wide a line of its own", () => {
    const sent = "x".repeat(30);
    expect(
      prettyEdn({
        errors: new EdnList([["Expected a message with :echo", sent]]),
        set: new Set([sent, sent + sent]),
      }),
    ).toBe(
      [
        '{:errors (["Expected a message with :echo"',
        `           "${sent}"]),`,
        ` :set #{"${sent}"`,
        `        "${sent}${sent}"}}`,
      ].join("\n"),
    );
  });

  test("breaks a collection that would end beyond column 70, not one that ends there", () => {
    const fitting = [`${"x".repeat(64)}`, 1];
    expect(prettyEdn(fitting)).toHaveLength(70);
    expect(prettyEdn(fitting)).not.toContain("\n");
    expect(prettyEdn([`x${"x".repeat(64)}`, 1])).toContain("\n");
  });

  test("differs from one line in blanks alone", () => {
    fc.assert(
      fc.property(datum, (value) => {
        expect(readEdn(prettyEdn(value))).toStrictEqual(value);
        expect(prettyEdn(value).replaceAll(/\n */g, " ")).toBe(printEdn(value));
      }),
    );
  });

  test("ends no collection of atoms beyond the margin that stands on one line", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const lines = prettyEdn(items).split("\n");
        if (lines.length === 1) expect(printEdn(items).length).toBeLessThanOrEqual(70);
        else expect(printEdn(items).length).toBeGreaterThan(70);
      }),
    );
  });
});
