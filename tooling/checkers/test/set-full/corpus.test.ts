/** Our verdicts on sets against those that Maelstrom stored, field by field. */
import { isRecord, keyword, printEdn, readHistory, readResults } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { runOfHistory } from "../../src/run/run.ts";
import { checkSetFull } from "../../src/set-full/set-full.ts";
import { corpusRuns } from "../corpus-runs.ts";

const runs = [...corpusRuns("broadcast"), ...corpusRuns("g-set")];

describe.skipIf(runs.length === 0)("sets of the corpus (set GLOMERS_CORPUS to its folder)", () => {
  test.each(runs)("$name", ({ directory }) => {
    const { workload } = readResults(directory);
    if (!isRecord(workload)) throw new Error(`${directory}: results.edn should have :workload`);
    const { "valid?": valid, ...fields } = workload;
    const verdict = checkSetFull(runOfHistory(readHistory(directory)));
    expect(verdict.valid === "unknown" ? keyword("unknown") : verdict.valid).toStrictEqual(valid);
    expect(printEdn(verdict.result)).toBe(printEdn(fields));
    expect(verdict.findings.some(({ severity }) => severity === "error")).toBe(valid === false);
  });
});
