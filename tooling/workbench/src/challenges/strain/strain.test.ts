import { expect, test } from "vitest";
import { type Row, table } from "../table.ts";
import { type Strain, strainText, toleranceMs } from "./strain.ts";

function row(id: string): Row {
  const found = table.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

test.each([
  ["3d", 60],
  ["3e", 200],
  ["3d+f", 60],
  ["5c", 25],
  ["1", 500],
])("row %s tolerates timers that are %d ms late", (id, ms) => {
  expect(toleranceMs(row(id))).toBe(ms);
});

test.each<[strain: Strain, text: string | null]>([
  [{ seconds: 20, latestMs: 60, starvedSeconds: 2 }, null],
  [{ seconds: 20, latestMs: 61.2, starvedSeconds: 2 }, "timers were up to 61 ms late"],
  [{ seconds: 20, latestMs: 3, starvedSeconds: 3 }, "no processor was idle in 3 of 20 s"],
  [
    { seconds: 20, latestMs: 900, starvedSeconds: 20 },
    "timers were up to 900 ms late and no processor was idle in 20 of 20 s",
  ],
  [{ seconds: 0, latestMs: 0, starvedSeconds: 0 }, null],
])("%o", (strain, text) => {
  expect(strainText(strain, row("3d"))).toBe(text);
});
