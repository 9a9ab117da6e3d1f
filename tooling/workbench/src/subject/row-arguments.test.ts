import { expect, test } from "vitest";
import { rowSettingsOf } from "./row-arguments.ts";

const known = ["3d", "3e"];

test("a row has the arguments that the package names for it, and others have none", () => {
  const manifest = { glomers: { rows: { "3e": { args: ["--profile", "frugal"] } } } };
  expect(rowSettingsOf(manifest, "3e", known)).toEqual({ args: ["--profile", "frugal"], open: null });
  expect(rowSettingsOf(manifest, "3d", known)).toEqual({ args: [], open: null });
  expect(rowSettingsOf({}, "3d", known)).toEqual({ args: [], open: null });
});

test("a package may say that a row is open, and why", () => {
  const manifest = { glomers: { rows: { "3d": { open: "too slow" } } } };
  expect(rowSettingsOf(manifest, "3d", known)).toEqual({ args: [], open: "too slow" });
});

test.each([
  [{ rows: 3 }, '"glomers.rows" must be an object'],
  [{ rows: { "3x": { args: [] } } }, '"glomers.rows" must name rows of the table (3d, 3e), and "3x" is none'],
  [3, '"glomers" must be an object'],
  [{ row: {} }, '"glomers" must name settings (rows), and "row" is none'],
  [{ rows: { "3d": ["--frugal"] } }, '"glomers.rows.3d" must be an object'],
  [{ rows: { "3d": { arg: [] } } }, '"glomers.rows.3d" must name settings (args, open), and "arg" is none'],
  [{ rows: { "3d": { args: "--frugal" } } }, '"glomers.rows.3d.args" must be a list of strings'],
  [{ rows: { "3d": { args: [3] } } }, '"glomers.rows.3d.args" must be a list of strings'],
  [{ rows: { "3d": { open: true } } }, '"glomers.rows.3d.open" must be a string that says why'],
])("%o is refused", (glomers, complaint) => {
  expect(() => rowSettingsOf({ glomers }, "3d", known)).toThrow(complaint);
});
