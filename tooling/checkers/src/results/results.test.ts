import { keyword, type Operation, prettyEdn } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { checkEcho } from "../echo/echo.ts";
import { MalformedOperationError } from "../run/malformed-operation.ts";
import { runOfEvents, runOfHistory } from "../run/run.ts";
import type { Validity } from "../verdict.ts";
import { judge } from "./judge.ts";
import { mergeValidity } from "./merge.ts";

const OPTIONS = { maelstromCompat: false, availability: null };

function echoRun(): Script {
  const script = new Script();
  const reply = { type: "echo_ok", echo: "a", in_reply_to: 1 };
  script.operation(100, 0, "n0", "echo", "a", { at: 105, type: "ok", value: reply, reply });
  return script;
}

describe("mergeValidity", () => {
  test("is false before unknown before true, whatever the order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Validity>(true, false, "unknown")), (parts) => {
        const expected = parts.includes(false) ? false : parts.includes("unknown") ? "unknown" : true;
        expect(mergeValidity(parts)).toBe(expected);
      }),
    );
  });
});

describe("judge", () => {
  test("gives Maelstrom's results to the letter where there is nothing to add", () => {
    const { valid, datum } = judge(runOfEvents(echoRun().events), checkEcho, OPTIONS);
    expect(valid).toBe(true);
    expect(prettyEdn(datum)).toBe(
      [
        "{:perf {:latency-graph {:valid? true},",
        "        :rate-graph {:valid? true},",
        "        :valid? true},",
        " :timeline {:valid? true},",
        " :exceptions {:valid? true},",
        " :stats {:valid? true,",
        "         :count 1,",
        "         :ok-count 1,",
        "         :fail-count 0,",
        "         :info-count 0,",
        "         :by-f {:echo {:valid? true,",
        "                       :count 1,",
        "                       :ok-count 1,",
        "                       :fail-count 0,",
        "                       :info-count 0}}},",
        " :availability {:valid? true, :ok-fraction 1.0},",
        " :net {:all {:send-count 2,",
        "             :recv-count 2,",
        "             :msg-count 2,",
        "             :msgs-per-op 2.0},",
        "       :clients {:send-count 2, :recv-count 2, :msg-count 2},",
        "       :servers {:send-count 0,",
        "                 :recv-count 0,",
        "                 :msg-count 0,",
        "                 :msgs-per-op 0.0},",
        "       :valid? true},",
        " :workload {:valid? true, :errors ()},",
        " :valid? true}",
      ].join("\n"),
    );
  });

  test("puts what Maelstrom does not see apart, behind its parts, and lets it count", () => {
    const script = echoRun();
    script.fault(200, "n0", { fault: "not-json", line: "hello", reason: "no" });
    const { valid, datum, findings } = judge(runOfEvents(script.events), checkEcho, OPTIONS);
    expect(valid).toBe(false);
    expect(findings).toHaveLength(1);
    expect(Object.keys(datum).slice(-3)).toStrictEqual(["workload", "findings", "valid?"]);
    expect(datum.workload).toMatchObject({ "valid?": true });
    expect(datum.findings).toMatchObject([
      {
        kind: keyword("not-json"),
        severity: keyword("error"),
        at: 200_000_000,
        node: "n0",
        details: ["stdout: hello"],
      },
    ]);
  });

  test("tells errors before warnings", () => {
    const script = echoRun();
    script.fault(100, "n0", { fault: "trailing-text", line: "{}{}", text: "{}" });
    script.fault(200, "n0", { fault: "not-json", line: "hello", reason: "no" });
    const { findings } = judge(runOfEvents(script.events), checkEcho, OPTIONS);
    expect(findings.map(({ severity }) => severity)).toStrictEqual(["error", "warning"]);
  });

  test("counts no messages where there is no trace of them", () => {
    const invoked: Operation = { index: 0, time: 0, type: "invoke", process: 0, f: "echo", value: "a" };
    expect(judge(runOfHistory([invoked]), checkEcho, OPTIONS).datum).not.toHaveProperty("net");
  });

  test("says which operation cannot be one of the workload", () => {
    const { valid, findings } = judge(
      runOfEvents(echoRun().events),
      () => {
        throw new MalformedOperationError(
          { index: 1, time: 0, type: "ok", process: 0, f: "echo", value: 7 },
          "a list",
        );
      },
      OPTIONS,
    );
    expect(valid).toBe("unknown");
    expect(findings).toMatchObject([
      {
        kind: "malformed-operation",
        severity: "error",
        summary:
          "Operation 1 (ok echo): its value is 7 and should be a list; check that the history is one of this workload.",
        operations: [1],
        messages: [0, 1],
      },
    ]);
  });

  test("keeps the other parts if a checker throws", () => {
    const { valid, datum } = judge(
      runOfEvents(echoRun().events),
      () => {
        throw new Error("a bug in the checker");
      },
      OPTIONS,
    );
    expect(valid).toBe("unknown");
    expect(datum.workload).toMatchObject({
      "valid?": keyword("unknown"),
      error: expect.stringContaining("a bug in the checker"),
    });
    expect(datum.stats).toMatchObject({ count: 1 });
  });
});
