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

  it("says why a row was not run", () => {
    const results = table
      .slice(0, 1)
      .map((row) => ({ kind: "not-yet" as const, row, reason: "no packages/echo" }));
    expect(renderResults(results, false)).toMatch(/no packages\/echo.*not yet/);
  });
});

it("the table without results has every row and its arguments", () => {
  const text = renderRows(table, false);
  for (const { id } of table) expect(text).toMatch(new RegExp(`^│ ${id.replace("+", "\\+")} `, "m"));
  expect(text).toContain("-w kafka");
});
