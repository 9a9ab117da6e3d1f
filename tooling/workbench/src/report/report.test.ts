import type { Finding } from "@gossip-glomers/checkers";
import { Float } from "@gossip-glomers/history";
import { describe, expect, it } from "vitest";
import { findingText } from "./finding.ts";
import { crashText, type Judged, reportText, withoutLastLine } from "./report.ts";

const run: Judged = {
  workload: "echo",
  nodeCount: 1,
  clock: "wall",
  valid: true,
  results: {
    stats: { "valid?": true, count: 50, "ok-count": 50, "fail-count": 0, "info-count": 0 },
    availability: { "valid?": true, "ok-fraction": new Float(1) },
    net: {
      clients: { "msg-count": 102 },
      servers: { "msg-count": 0, "msgs-per-op": new Float(0) },
      "valid?": true,
    },
    workload: { "valid?": true },
    "valid?": true,
  },
  findings: [],
  latencies: () => ({ median: 0.4216, p99: 1.2, max: 13 }),
  duration: 10_000_000_000,
  interrupted: null,
  crashed: false,
  again: "glomers test -w echo --bin ./echo.py --seed 7",
};

const store = "store/echo/20260101T000000.000Z";

const finding: Finding = {
  kind: "not-json",
  severity: "error",
  summary: "n0 printed a line that is not JSON at 1.2 s.",
  operations: [],
  messages: [],
  details: ["got an echo", "\u001b[2J\u0007"],
};

describe("the report", () => {
  it("of a valid run", () => {
    expect(reportText(run, store, false)).toBe(
      `VALID  echo on 1 node: all 50 operations succeeded in 10.0 s.

Operations  50 ok, 0 fail, 0 info
Available   100 %
Messages    102 with clients, 0 between servers, 0 of those per operation
Latency     of operations: median 0.422 ms, 99 % 1.2 ms, max 13 ms

Store   store/echo/20260101T000000.000Z
Again   glomers test -w echo --bin ./echo.py --seed 7
        The same seed gives the same operations and faults; only their timing is real.

Everything looks good! ヽ(‘ー\`)ノ`,
    );
  });

  it("of an invalid run says what speaks against it, then the evidence, each line indented", () => {
    const warning: Finding = { ...finding, severity: "warning", summary: "n0 was silent.", details: [] };
    const results = { ...run.results, workload: { "valid?": false }, "valid?": false };
    const text = reportText({ ...run, valid: false, results, findings: [finding, warning] }, store, false);
    expect(text.split("\n\n").slice(0, 3)).toEqual([
      "INVALID  echo on 1 node: 1 error, 1 warning, :workload in results.edn is not valid; all 50 operations succeeded in 10.0 s.",
      `error    n0 printed a line that is not JSON at 1.2 s.
           got an echo
           \\u001b[2J\\u0007`,
      "warning  n0 was silent.",
    ]);
    expect(text.split("\n").at(-1)).toBe("Analysis invalid! (ﾉಥ益ಥ）ﾉ ┻━┻");
  });

  it("of an interrupted run leaves the verdict open", () => {
    const text = reportText(
      { ...run, valid: "unknown", interrupted: "interrupted by SIGTERM" },
      store,
      false,
    );
    expect(text).toMatch(
      /^UNKNOWN {2}echo on 1 node was interrupted by SIGTERM after 10.0 s; its verdict is open/,
    );
    expect(text.split("\n").at(-1)).toBe("Errors occurred during analysis, but no anomalies found. ಠ~ಠ");
  });

  it("of a run in which a node exited does not end as if all were well", () => {
    const text = reportText({ ...run, crashed: true }, store, false);
    expect(text.split("\n").at(-1)).toMatch(/^A node exited by itself: .*255/);
  });

  it.each<[what: string, changes: Partial<Judged>]>([
    ["valid", {}],
    ["invalid", { valid: false }],
    ["unknown", { valid: "unknown" }],
    ["run whose node exited", { crashed: true }],
  ])("can be had without its last line: %s", (_, changes) => {
    for (const colours of [false, true]) {
      const shortened = withoutLastLine(reportText({ ...run, ...changes }, store, colours));
      expect(shortened.split("\n").at(-1)).toContain("The same seed gives the same operations");
      expect(withoutLastLine(shortened)).toBe(shortened);
    }
    const crash = crashText("n0 is gone", store, "glomers test");
    expect(withoutLastLine(crash)).toBe(crash);
  });

  it("of a run with one operation does not speak of all", () => {
    const stats = { "valid?": true, count: 1, "ok-count": 1, "fail-count": 0, "info-count": 0 };
    const text = reportText({ ...run, results: { ...run.results, stats } }, store, false);
    expect(text).toMatch(/^VALID {2}echo on 1 node: the only operation succeeded in 10\.0 s\.$/m);
  });

  it("of a run in virtual time promises an exact replay", () => {
    const text = reportText({ ...run, clock: "virtual" }, store, false);
    expect(text).toContain("in 10.0 s of virtual time.");
    expect(text).toContain("The same seed gives the same run, byte for byte.");
  });

  it("has colours only if they are welcome", () => {
    expect(reportText(run, store, true)).toContain("\u001b[32mVALID\u001b[39m");
    expect(reportText(run, store, false)).not.toContain("\u001b");
  });
});

it("a finding's endless line is cut, and says how much is missing", () => {
  const text = findingText({ ...finding, details: ["x".repeat(5000)] });
  expect(text).toMatch(/x{500}… \(4500 more characters; see trace.jsonl\)$/);
});
