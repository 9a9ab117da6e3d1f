import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { FigureName } from "./figures.ts";
import { judge } from "./judge.ts";
import { type RowResult, renderResults, renderRows } from "./render.ts";
import { table } from "./table.ts";

function ran(id: string, figures: readonly [FigureName, number][]): RowResult[] {
  return table
    .filter((row) => row.id === id)
    .map((row) => {
      const measured = new Map(figures);
      return {
        kind: "run",
        row,
        measures: measured,
        judgement: judge(row, true, measured),
        tookMs: 31_250,
        isSpoilt: false,
        notes: [],
      };
    });
}

describe("the table of results", () => {
  it("shows limit, bar, figures and verdict of a row", () => {
    const text = renderResults(
      ran("2", [
        ["server messages", 0],
        ["msgs/op", 0],
        ["availability", 1],
      ]),
      false,
    );
    for (const part of ["available", "server messages ≤ 0", "availability 1", "pass", "31.3 s"]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("\u001b");
  });

  it("says what is missing", () => {
    const text = renderResults(ran("2", [["server messages", 3]]), false);
    expect(text).toContain("✗ server messages ≤ 0, not 3");
    expect(text).toContain("FAIL");
  });

  it("does not blame a row for what a busy machine may have done", () => {
    const results = ran("3d", [
      ["msgs/op", 1.04],
      ["median latency", 285],
      ["max latency", 799],
    ]).map((result) => ({ ...result, isSpoilt: true }));
    const text = renderResults(results, false);
    expect(text).toMatch(/│ 3d .*│ not judged │/);
    expect(text).toContain("? max latency < 600 ms, not 799 ms");
    expect(text).toContain("the machine was too busy for a verdict");
    expect(text).not.toMatch(/FAIL|✗/);
  });

  it("shows a row that an interruption kept from its end as not run", () => {
    const results = table
      .slice(0, 1)
      .map((row) => ({ kind: "not-run" as const, row, reason: "interrupted before it began" }));
    expect(renderResults(results, false)).toMatch(/│ interrupted before it began +│ not run │/);
  });

  it("shows of a row without a report the first line of the reason, as it was shown whole when the row ended", () => {
    const results = table
      .slice(0, 1)
      .map((row) => ({ kind: "lost" as const, row, reason: "It threw\nError: a\n    at b" }));
    expect(renderResults(results, false)).toMatch(/│ It threw … +│ FAIL │/);
    expect(renderResults(results, false)).not.toContain("Error: a");
  });

  it("keeps to a narrow terminal, and says the same", () => {
    const results = ran("3d", [
      ["msgs/op", 1.04],
      ["median latency", 285],
      ["max latency", 799],
    ]);
    const [wide, narrow] = [200, 60].map((columns) => renderResults(results, true, columns));
    expect(wide).toBe(renderResults(results, true));
    const lines = stripVTControlCharacters(narrow ?? "").split("\n");
    expect(lines.map((line) => line.length)).toEqual(lines.map(() => 60));
    expect(lines[1]).toMatch(/^│ 3d +│ what: efficient broadcast, quick +│$/);
    expect(lines[2]).toMatch(/^│ FAIL +│ official limit: valid; msgs\/op < 30; /);
    const text = lines.map((line) => line.split("│")[2]?.trim()).join(" ");
    expect(text).toContain("max latency 799 ms; ✗ max latency < 600 ms, not 799 ms;");
  });

  it("says why a row was not run", () => {
    const results = table
      .slice(0, 1)
      .map((row) => ({ kind: "not-yet" as const, row, reason: "no packages/echo", isMissing: true }));
    expect(renderResults(results, false)).toMatch(/no packages\/echo.*not yet/);
  });
});

it("the table without results has every row and its arguments", () => {
  const text = renderRows(table, false);
  for (const { id } of table) expect(text).toMatch(new RegExp(`^│ ${id.replace("+", "\\+")} `, "m"));
  expect(text).toContain("-w kafka");
});
