import { expect, test } from "vitest";
import { rowArgumentsOf } from "./row-arguments.ts";

const known = ["3d", "3e"];

test("a row has the arguments that the package names for it, and others have none", () => {
  const manifest = { glomers: { rows: { "3e": { args: ["--profile", "frugal"] } } } };
  expect(rowArgumentsOf(manifest, "3e", known)).toEqual(["--profile", "frugal"]);
  expect(rowArgumentsOf(manifest, "3d", known)).toEqual([]);
  expect(rowArgumentsOf({}, "3d", known)).toEqual([]);
});

test.each([
  [{ rows: 3 }, '"glomers.rows" must be an object'],
  [{ rows: { "3x": { args: [] } } }, '"glomers.rows" must name rows of the table, and "3x" is none'],
  [{ rows: { "3d": { args: "--frugal" } } }, '"glomers.rows.3d.args" must be a list of strings'],
  [{ rows: { "3d": { args: [3] } } }, '"glomers.rows.3d.args" must be a list of strings'],
  [{ rows: { "3d": {} } }, '"glomers.rows.3d.args" must be a list of strings'],
])("%o is refused", (glomers, complaint) => {
  expect(() => rowArgumentsOf({ glomers }, "3d", known)).toThrow(complaint);
});
