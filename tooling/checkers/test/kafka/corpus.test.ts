/** Our verdicts on logs against those that Maelstrom stored: every figure that the history defines. */
import { isRecord, keyword, readHistory, readResults } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { definedByLogs } from "../../src/kafka/agreement.ts";
import { checkKafka } from "../../src/kafka/kafka.ts";
import { runOfHistory } from "../../src/run/run.ts";
import { corpusRuns } from "../corpus-runs.ts";

const runs = corpusRuns("kafka");

describe.skipIf(runs.length === 0)("logs of the corpus (set GLOMERS_CORPUS to its folder)", () => {
  test.each(runs)("$name", ({ directory }) => {
    const { workload } = readResults(directory);
    if (!isRecord(workload)) throw new Error(`${directory}: results.edn should have :workload`);
    const verdict = checkKafka(runOfHistory(readHistory(directory)));
    const valid = verdict.valid === "unknown" ? keyword("unknown") : verdict.valid;
    expect(definedByLogs({ "valid?": valid, ...verdict.result })).toStrictEqual(definedByLogs(workload));
    for (const { summary } of verdict.findings) expect(summary).not.toMatch(/undefined|\[object|NaN/);
  });
});
