/**
 * Our notation against Maelstrom's own files: each one read and printed again must be the same text.
 *
 * The few in test/corpus are always there; the whole corpus is used where it is.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { prettyEdn } from "./pretty.ts";
import { printEdn } from "./print.ts";
import { readEdn } from "./read.ts";

const PACKAGE = join(import.meta.dirname, "../..");
const SAMPLE = join(PACKAGE, "test/corpus");
const CORPUS = process.env.GLOMERS_CORPUS ?? join(PACKAGE, "../../../shared/corpus");

function files(root: string, name: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(`/${name}`))
    .sort()
    .map((path) => join(root, path));
}

describe.each([SAMPLE, CORPUS].filter((root) => existsSync(root)))("files of Maelstrom in %s", (root) => {
  test("there are some", () => {
    expect(files(root, "results.edn")).not.toHaveLength(0);
  });

  test.each(files(root, "results.edn"))("%s is laid out again as it was", (path) => {
    const text = readFileSync(path, "utf8");
    expect(`${prettyEdn(readEdn(text))}\n`).toBe(text);
  });

  test.each(files(root, "history.edn"))("%s is printed again line by line", (path) => {
    const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
    // One comparison for all lines: half a million calls of `expect` would take longer than the reading.
    expect(lines.filter((line) => printEdn(readEdn(line)) !== line)).toStrictEqual([]);
  });
});
