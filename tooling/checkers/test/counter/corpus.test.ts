/** Our verdicts on counters against those that Maelstrom stored, field by field. */
import { isRecord, printEdn, readHistory, readResults } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { checkCounter } from "../../src/counter/counter.ts";
import { runOfHistory } from "../../src/run/run.ts";
import { corpusRuns } from "../corpus-runs.ts";

const runs = [...corpusRuns("g-counter"), ...corpusRuns("pn-counter")];

describe.skipIf(runs.length === 0)("counters of the corpus (set GLOMERS_CORPUS to its folder)", () => {
  test.each(runs)("$name", ({ directory }) => {
    const { workload } = readResults(directory);
    if (!isRecord(workload)) throw new Error(`${directory}: results.edn should have :workload`);
    const { "valid?": valid, ...fields } = workload;
    const verdict = checkCounter(runOfHistory(readHistory(directory)));
    expect(verdict.valid).toBe(valid);
    expect(printEdn(verdict.result)).toBe(printEdn(fields));
    expect(verdict.findings.some(({ severity }) => severity === "error")).toBe(valid === false);
  });
});
