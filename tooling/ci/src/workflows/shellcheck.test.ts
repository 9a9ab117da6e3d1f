import fc from "fast-check";
import { expect, test } from "vitest";
import { dialectOf, faultsOfStep, withoutExpressions } from "./shellcheck.ts";

/** As GitHub writes an expression, which must not be taken for one of a template here. */
const expression = (text: string): string => `$\{{ ${text} }}`;

test("an expression becomes a word of its length, and nothing else changes", () => {
  const script = `echo "${expression("a.b")}" $HOME $\{x}${expression("c")}`;
  expect(withoutExpressions(script)).toBe(`echo "__________" $HOME $\{x}________`);
  expect(withoutExpressions(expression("a\n+ b"))).toBe("_____\n______");
});

test("lines and columns stay what they were", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("${{", "}}", "\n", "x", "$", " ")), (parts) => {
      const script = parts.join("");
      const lengths = (text: string): readonly number[] => text.split("\n").map((line) => line.length);
      expect(lengths(withoutExpressions(script))).toEqual(lengths(script));
    }),
  );
});

test("what shellcheck says is put where the script stands", () => {
  const step = { line: 40, shell: "bash", script: "a\nb" };
  const json = JSON.stringify([{ line: 2, column: 1, code: 2086, message: "Double quote it." }]);
  expect(faultsOfStep(step, json)).toEqual([{ line: 41, message: "SC2086: Double quote it." }]);
  expect(faultsOfStep(step, "[]")).toEqual([]);
});

test("only shells that shellcheck knows are checked", () => {
  expect(dialectOf("bash")).toBe("bash");
  expect(dialectOf("bash --noprofile {0}")).toBe("bash");
  expect(dialectOf("sh")).toBe("sh");
  expect(dialectOf("pwsh")).toBeNull();
});
