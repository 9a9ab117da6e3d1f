import type { Operation, OperationType } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { requireWhole } from "./whole.ts";

function operation(index: number, type: OperationType, process: Operation["process"] = 0): Operation {
  return { index, time: index, type, process, f: "read", value: null };
}

function check(...history: readonly Operation[]): void {
  requireWhole("/nosuch", history);
}

describe("a whole history", () => {
  test("may end while something is under way, and the nemesis does as it likes", () => {
    expect(() =>
      check(
        operation(0, "info", "nemesis"),
        operation(1, "info", "nemesis"),
        operation(2, "invoke"),
        operation(3, "invoke", 1),
        operation(5, "ok"),
        operation(6, "invoke"),
      ),
    ).not.toThrow();
  });
});

describe("a history from which something was cut", () => {
  test.each<[string, readonly Operation[]]>([
    ["process 0 completes what it did not begin", [operation(0, "ok")]],
    ["process 0 had not finished what it did before", [operation(0, "invoke"), operation(1, "invoke")]],
    ["index 1 comes after index 1", [operation(1, "invoke"), operation(1, "ok")]],
  ])("%s", (problem, history) => {
    expect(() => check(...history)).toThrow(problem);
  });
});
