import { describe, expect, it } from "vitest";
import { exitCode } from "../cli/exit-code.ts";
import type { Attempt } from "./attempt.ts";
import type { MeasureName } from "./figures.ts";
import type { RowResult } from "./render.ts";
import { adviceText, codeOf, outcomeOf, resultOf, summaryText } from "./results.ts";
import type { RowReport } from "./row-process/messages.ts";
import type { Strain } from "./strain/strain.ts";
import { type Row, table } from "./table.ts";

const busy: Strain = { seconds: 30, latestMs: 90, starvedSeconds: 28 };
const quiet: Strain = { seconds: 30, latestMs: 3, starvedSeconds: 0 };

function row(id: string): Row {
  const found = table.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

/** A run of row 5c, whose lag may be 0.15 s and whose msgs/op 0.06. */
function attempt(strain: Strain | null, changes: Partial<RowReport> = {}): Attempt {
  const measures: [MeasureName, number][] = [
    ["msgs/op", 0.05],
    ["worst lag", 0.2],
  ];
  const report = { valid: true, interrupted: null, measures, strain, text: "", store: null, ...changes };
  return { report, tookMs: 31_250 };
}

function result(...attempts: Attempt[]): RowResult {
  const told = { row: row("5c"), args: [] };
  return resultOf(told, [told], new Map([["5c", attempts]]));
}

const passed = result(
  attempt(quiet, {
    measures: [
      ["msgs/op", 0.05],
      ["worst lag", 0.1],
    ],
  }),
);
const failed = result(attempt(quiet));
const spoilt = result(attempt(busy), attempt(busy));
const notRun = result();
const open: RowResult = { kind: "not-yet", row: row("1"), reason: "no packages/echo", isMissing: true };

describe("a row that misses something", () => {
  it("has failed on a machine that was not busy", () => {
    expect(outcomeOf(failed)).toBe("failed");
    expect(outcomeOf(result(attempt(busy), attempt(quiet)))).toBe("failed");
  });

  it("is not judged if the machine was busy, also when it ran alone, or when it was not run again as that was in vain", () => {
    expect(outcomeOf(spoilt)).toBe("not judged");
    expect(outcomeOf(result(attempt(busy)))).toBe("not judged");
  });

  it.each<[what: string, changes: Partial<RowReport>]>([
    ["is invalid", { valid: false }],
    ["has no verdict", { valid: "unknown" }],
    [
      "sends many times what it may",
      {
        measures: [
          ["msgs/op", 3],
          ["worst lag", 0.2],
        ],
      },
    ],
    ["has not been measured", { measures: [["msgs/op", 0.05]] }],
  ])("has failed all the same if it %s", (_, changes) => {
    expect(outcomeOf(result(attempt(busy, changes), attempt(busy, changes)))).toBe("failed");
  });

  it("has failed in virtual time, which no machine can strain", () => {
    expect(outcomeOf(result(attempt(null)))).toBe("failed");
  });
});

it("a row that passed on a busy machine has passed", () => {
  expect(
    outcomeOf(
      result(
        attempt(busy, {
          measures: [
            ["msgs/op", 0.05],
            ["worst lag", 0.1],
          ],
        }),
      ),
    ),
  ).toBe("passed");
});

it("a row that an interruption kept from its end was not run, and did not fail", () => {
  expect(notRun).toMatchObject({ kind: "not-run", reason: "interrupted before it began" });
  expect(result(attempt(quiet, { interrupted: "interrupted by SIGTERM", valid: "unknown" }))).toMatchObject({
    kind: "not-run",
    reason: "interrupted while it ran",
  });
});

it("a row whose process ended without a report has failed", () => {
  expect(outcomeOf(result({ report: "The process of row 5c ended without a report.", tookMs: 1 }))).toBe(
    "failed",
  );
});

it.each([
  [[], exitCode.valid],
  [[passed, open], exitCode.valid],
  [[passed, spoilt, notRun], exitCode.unknown],
  [[spoilt, failed, passed], exitCode.invalid],
])("the worst row decides the exit code: %#", (results, code) => {
  expect(codeOf(results)).toBe(code);
});

it("each outcome is counted apart", () => {
  expect(summaryText([passed])).toBe("1 row passed.");
  expect(summaryText([passed, passed, failed, spoilt, notRun, open])).toBe(
    "2 rows passed, 1 failed, 1 not judged as the machine was too busy, 1 not run, 1 not solved yet.",
  );
});

it("what to do is said if the machine was too busy for a row, and for which", () => {
  expect(adviceText([passed, failed, notRun])).toBeNull();
  expect(adviceText([passed, spoilt])).toBe(
    "Close other programs and run again: glomers challenges 5c; or in virtual time, which no load touches: glomers challenges 5c --virtual",
  );
});
