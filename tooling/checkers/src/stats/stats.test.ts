import { keyword, type Operation, printEdn } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Script, sequentialHistory } from "../../test/script.ts";
import { checkAvailability } from "../availability/availability.ts";
import { runOfEvents, runOfHistory } from "../run/run.ts";
import { checkStats } from "./stats.ts";

const ended = fc.constantFrom<"ok" | "fail" | "info">("ok", "fail", "info");
const steps = fc.array(
  fc.tuple(fc.constantFrom("read", "write", "crash"), fc.constant(null), ended, fc.constant(null)),
);

const NEMESIS: Operation = {
  index: 99,
  time: 0,
  type: "info",
  process: "nemesis",
  f: "start-partition",
  value: null,
};

test("of an exception, the first sentence says how the first attempt ended", () => {
  const error = "indeterminate: Malformed RPC response. n0 was sent the request\n\n{}\n\nand answered\n\n[]";
  const operation: Operation = { index: 1, time: 0, process: 0, f: "read", value: null, type: "info", error };
  expect(checkStats(runOfHistory([operation])).findings[0]?.summary).toMatch(
    /\(operation 1\): info, indeterminate: Malformed RPC response\.$/,
  );
});

describe("checkStats", () => {
  test("counts completions by function, the nemesis not among them", () => {
    const history = sequentialHistory([
      ["write", 1, "ok", 1],
      ["read", null, "ok", 1],
      ["read", null, "fail", null],
      ["read", null, "info", null],
    ]);
    const { valid, result } = checkStats(runOfHistory([...history, NEMESIS]));
    expect(valid).toBe(true);
    expect(result).toStrictEqual({
      count: 4,
      "ok-count": 2,
      "fail-count": 1,
      "info-count": 1,
      "by-f": {
        read: { "valid?": true, count: 3, "ok-count": 1, "fail-count": 1, "info-count": 1 },
        write: { "valid?": true, count: 1, "ok-count": 1, "fail-count": 0, "info-count": 0 },
      },
    });
    expect(Object.keys(Object(result["by-f"]))).toStrictEqual(["read", "write"]);
  });

  test("tells of a function that never succeeded who tried it first and what came of it", () => {
    const script = new Script();
    script.operation(10, 3, "n2", "generate", null, {
      at: 5010,
      type: "info",
      error: keyword("net-timeout"),
    });
    const { valid, findings } = checkStats(runOfEvents(script.events));
    expect(valid).toBe(false);
    expect(findings).toMatchObject([
      {
        kind: "never-ok",
        summary:
          "No generate ever succeeded, of 1 attempt. The first, by c3 at n2, ended at 5.010 s (operation 1, message 0): " +
          "info, :net-timeout.",
      },
    ]);
  });

  test("expects no success of a crash", () => {
    expect(checkStats(runOfHistory(sequentialHistory([["crash", null, "info", null]])))).toMatchObject({
      valid: true,
      result: { "by-f": { crash: { "valid?": false } } },
      findings: [],
    });
  });

  test("accounts for every completion once", () => {
    fc.assert(
      fc.property(steps, (made) => {
        const { result } = checkStats(runOfHistory(sequentialHistory(made)));
        expect(result.count).toBe(made.length);
        const { "ok-count": ok, "fail-count": fail, "info-count": info } = result;
        expect(Number(ok) + Number(fail) + Number(info)).toBe(made.length);
      }),
    );
  });
});

describe("checkAvailability", () => {
  const nineOfTen = runOfHistory(
    sequentialHistory(
      Array.from({ length: 10 }, (_, step) => ["read", null, step === 4 ? "info" : "ok", null] as const),
    ),
  );

  test.each([
    ["total", false],
    [0.95, false],
    // 9/10 has no exact value of 32 bits; the nearest is a little less, and Maelstrom compares that.
    [0.9, false],
    [0.899, true],
    [0, true],
    [null, true],
  ] as const)("of 9 in 10, %s being required, is %s", (required, valid) => {
    const verdict = checkAvailability(nineOfTen, required);
    expect(verdict.valid).toBe(valid);
    expect(verdict.result).toStrictEqual({ "ok-fraction": 0.9 });
    expect(verdict.findings).toHaveLength(valid ? 0 : 1);
  });

  test("names the first operation that did not succeed", () => {
    expect(checkAvailability(nineOfTen, "total").findings[0]?.summary).toBe(
      "1 operation of 10 did not succeed, though a share of 1 is required. The first, read by process 0, ended at " +
        "0.000 s (operation 9): info.",
    );
  });

  // MAELSTROM.md 17.1: "1 if no invocations", an integer, where every other share is a float.
  test("is whole where nothing was tried", () => {
    const { valid, result } = checkAvailability(runOfHistory([NEMESIS]), "total");
    expect(valid).toBe(true);
    expect(printEdn(result)).toBe("{:ok-fraction 1}");
  });

  test("demands of a total run that each operation succeeded", () => {
    fc.assert(
      fc.property(steps, (made) => {
        const { valid } = checkAvailability(runOfHistory(sequentialHistory(made)), "total");
        expect(valid).toBe(made.every(([, , type]) => type === "ok"));
      }),
    );
  });
});
