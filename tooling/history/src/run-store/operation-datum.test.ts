import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operation } from "../../test/arbitraries.ts";
import { keyword, Tagged } from "../datum.ts";
import { printEdn } from "../edn/print.ts";
import { readEdn } from "../edn/read.ts";
import type { Operation } from "../operation.ts";
import { historyTextLine } from "./history-text.ts";
import { operationDatum, operationFrom } from "./operation-datum.ts";

const TIMEOUT: Operation = {
  index: 13,
  time: 2901853567,
  type: "info",
  process: 0,
  f: "read",
  value: null,
  error: keyword("net-timeout"),
};

describe("an operation in history.edn", () => {
  test("is a map with Jepsen's keys in Jepsen's order", () => {
    expect(printEdn(operationDatum({ ...TIMEOUT, final: true }))).toBe(
      "{:index 13, :time 2901853567, :type :info, :process 0, :f :read, :value nil, :final? true, :error :net-timeout}",
    );
  });

  test("has an exception where tools for Maelstrom's files look for it", () => {
    const exception = { class: "clojure.lang.ExceptionInfo", message: "Malformed RPC response." };
    expect(printEdn(operationDatum({ ...TIMEOUT, exception }))).toContain(
      ':exception {:via [{:type clojure.lang.ExceptionInfo, :message "Malformed RPC response."}], :cause "Malformed RPC response."}',
    );
  });

  test("is read again as it was", () => {
    fc.assert(
      fc.property(operation, (made) => {
        expect(operationFrom(readEdn(printEdn(operationDatum(made))), 0)).toStrictEqual(made);
      }),
    );
  });

  test("is read from a record, and takes its place as its index if it has none", () => {
    const record = new Tagged("jepsen.history.Op", { ...operationDatum(TIMEOUT), index: undefined });
    expect(operationFrom(record, 4)).toStrictEqual({ ...TIMEOUT, index: 4 });
  });

  test.each([
    ["[1]", "an operation should be a map with keyword keys"],
    ["{:time 1.5N}", "1.5N is no number"],
    ['{:time "soon", :type :ok, :process 0, :f :read}', "an operation's :time should be an integer"],
    ["{:time 1, :type :okay, :process 0, :f :read}", ":type should be :invoke, :ok, :fail or :info"],
    ["{:time 1, :type :ok, :process :other, :f :read}", ":process should be an integer or :nemesis"],
    ["{:time 1, :type :ok, :process 0, :f 7}", "an operation's :f should be a keyword"],
  ])("is rejected if it is %s", (text, message) => {
    expect(() => operationFrom(readEdn(text), 0)).toThrow(message);
  });
});

describe("an operation in history.txt", () => {
  test("has process, type, function, value and error in columns", () => {
    const error = [keyword("crash"), "two\tcolumns"];
    expect(historyTextLine({ ...TIMEOUT, error })).toBe('0\t:info\t:read\tnil\t[:crash "two\\tcolumns"]');
  });

  test("names the nemesis by its keyword", () => {
    const isolated = [keyword("isolated"), new Map([["n0", new Set(["n1"])]])];
    expect(
      historyTextLine({
        index: 0,
        time: 0,
        type: "info",
        process: "nemesis",
        f: "start-partition",
        value: isolated,
      }),
    ).toBe(':nemesis\t:info\t:start-partition\t[:isolated {"n0" #{"n1"}}]');
  });
});
