import { resolve } from "node:path";
import { expect, test } from "vitest";
import { table } from "../../../workbench/src/challenges/table.ts";
import { type Choice, jobsFor } from "./jobs.ts";
import { readNodePackages } from "./packages.ts";

const everything: Choice = { named: [], concerned: null, open: new Set() };

function rowsFor(choice: Partial<Choice>): readonly string[] {
  return jobsFor(table, { ...everything, ...choice }, "@scope").map(({ row }) => row);
}

test("without a choice, every row of the table is a job", () => {
  expect(rowsFor({})).toEqual(table.map(({ id }) => id));
});

test("a job says what to build and what to run", () => {
  const [job] = jobsFor(table, { ...everything, named: ["3d+f"] }, "@scope");
  expect(job).toEqual({
    row: "3d+f",
    rows: "3d+f",
    what: "3d under partitions",
    package: "@scope/broadcast",
    slug: "3d-f",
  });
});

test("a row that must be better than another one is run with it", () => {
  const [job] = jobsFor(table, { ...everything, named: ["5c"] }, "@scope");
  expect(job?.rows).toBe("5b 5c");
});

test("slugs tell rows apart", () => {
  const slugs = jobsFor(table, everything, "@scope").map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(table.length);
  expect(slugs.join("")).toMatch(/^[\w-]+$/);
});

test("only rows of packages that are concerned", () => {
  expect(rowsFor({ concerned: ["echo", "g-counter", "protocol"] })).toEqual(["1", "4"]);
  expect(rowsFor({ concerned: [] })).toEqual([]);
});

test("an open row is run only when it is named, whatever has changed", () => {
  const open = new Set(["3e+f"]);
  expect(rowsFor({ open })).not.toContain("3e+f");
  expect(rowsFor({ open, named: ["3e+f"], concerned: [] })).toEqual(["3e+f"]);
});

test("a challenge's number names all its rows", () => {
  expect(rowsFor({ named: ["5"] })).toEqual(["5a", "5b", "5c", "5c+f"]);
  expect(rowsFor({ named: ["1", "6c"] })).toEqual(["1", "6c"]);
});

test("a row that is not there is refused, with those that are", () => {
  expect(() => rowsFor({ named: ["3d", "7"] })).toThrow('no row "7": name one of 1, 2, 3a');
});

test("every package of the table is in this workspace", () => {
  const { packages } = readNodePackages(resolve(import.meta.dirname, "../../../.."));
  const folders = packages.map(({ folder }) => folder);
  for (const { challenge } of table) expect(folders).toContain(challenge);
});
