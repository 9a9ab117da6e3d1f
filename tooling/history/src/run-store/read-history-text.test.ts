import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operation as arbitraryOperation } from "../../test/arbitraries.ts";
import { keyword } from "../datum.ts";
import { printEdn } from "../edn/print.ts";
import { historyTextLine } from "./history-text.ts";
import { HistoryTextError, readHistoryText } from "./read-history-text.ts";

function lines(...content: readonly string[]): string {
  return content.map((line) => `${line}\n`).join("");
}

describe("history.txt", () => {
  test("is read as operations, timed by their place", () => {
    const text = lines(
      ":nemesis\t:info\t:start-partition\t:majority",
      "0\t:invoke\t:read\tnil",
      '0\t:fail\t:read\tnil\t[:temporarily-unavailable "try later"]',
      '1\t:ok\t:echo\t{:echo "a\\tb"}',
      "2\t:info\t:add\t3\t:net-timeout",
    );
    expect(readHistoryText(text)).toStrictEqual([
      {
        index: 0,
        time: 0,
        type: "info",
        process: "nemesis",
        f: "start-partition",
        value: keyword("majority"),
      },
      { index: 1, time: 1, type: "invoke", process: 0, f: "read", value: null },
      {
        index: 2,
        time: 2,
        type: "fail",
        process: 0,
        f: "read",
        value: null,
        error: [keyword("temporarily-unavailable"), "try later"],
      },
      { index: 3, time: 3, type: "ok", process: 1, f: "echo", value: { echo: "a\tb" } },
      { index: 4, time: 4, type: "info", process: 2, f: "add", value: 3, error: keyword("net-timeout") },
    ]);
  });

  test("may have an error that is a text without quotes, over several lines", () => {
    const text = lines(
      "0\t:info\t:echo\t1\tindeterminate: Malformed RPC response.",
      "",
      "And expected a response of the form",
      "1\t:invoke\t:echo\t2",
    );
    expect(readHistoryText(text).map(({ process, error }) => [process, error])).toStrictEqual([
      [0, "indeterminate: Malformed RPC response."],
      [1, undefined],
    ]);
  });

  test("that was written by us says what was written, but for times and marks", () => {
    const plain = arbitraryOperation
      .map(({ type, process, f, value }) => ({ type, process, f, value }))
      .filter(({ value }) => !/##/.test(printEdn(value)));
    fc.assert(
      fc.property(fc.array(plain, { maxLength: 5 }), (operations) => {
        const written = operations.map((operation, index) => ({ ...operation, index, time: index }));
        const read = readHistoryText(lines(...written.map(historyTextLine)));
        expect(read.map(({ final: _, ...operation }) => operation)).toStrictEqual(written);
      }),
    );
  });
});

describe("a line of history.txt that is no operation", () => {
  test.each([
    [2, 1, "it should begin with a process, a tab and a type", "what is this"],
    [2, 9, "the line ends where a function and a value should be", "0\t:info\t"],
    [2, 9, "echo should be a keyword", "0\t:info\techo\t1"],
    [2, 14, "an operation's :value should be without NaN and infinities", "0\t:info\t:add\t##Inf"],
    [2, 18, "the text ends before the ] that should close this", "0\t:info\t:echo\t[1 [2"],
  ])("line %i, column %i: %s", (line, column, problem, content) => {
    const text = lines("0\t:invoke\t:echo\t1", content);
    expect(() => readHistoryText(text)).toThrow(
      expect.objectContaining({ constructor: HistoryTextError, line, column, message: problem }),
    );
  });
});
