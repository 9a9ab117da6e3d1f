/** `glomers check` on every stored run that there is: our verdict and figures are Maelstrom's. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkRun } from "../src/check/check-run.ts";
import { checkJson } from "../src/check/render.ts";
import { CORPUS, SAMPLE, storedCases } from "./stored-runs.ts";

const cases = [SAMPLE, CORPUS].flatMap(storedCases);

test(`there are runs in the sample${existsSync(CORPUS) ? " and in the corpus" : "; of the corpus there are none: set GLOMERS_CORPUS to its folder"}`, () => {
  expect(cases).not.toHaveLength(0);
});

describe("the verdict and every figure that the history defines", () => {
  test.each(cases)("of $name are Maelstrom's", ({ directory, settings }) => {
    const run = checkRun(directory, settings);
    expect(run.comparison?.differences ?? []).toStrictEqual([]);
    expect(checkJson(run)).toMatchObject({ agrees: run.stored === null ? null : true, differences: [] });
    for (const { summary } of run.findings) expect(summary).not.toMatch(/undefined|\[object|NaN/);
  });
});

test("every run with a journal has :net in its results and in ours", () => {
  const journals = cases.filter(({ directory }) => existsSync(`${directory}/net-journal`));
  expect(journals).not.toHaveLength(0);
  for (const { directory, settings } of journals.slice(0, 10)) {
    const { results, stored } = checkRun(directory, settings);
    expect([directory, results.net]).toStrictEqual([directory, stored?.net]);
  }
});
