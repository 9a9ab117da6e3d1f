/** Our verdicts against those that the real Maelstrom stored, run by run and kind by kind. */
import {
  type Datum,
  EdnList,
  isRecord,
  isVector,
  Keyword,
  readHistory,
  readResults,
} from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { runOfHistory } from "../../src/run/run.ts";
import { compareKinds } from "../../src/transactions/agreement.ts";
import { checkListAppend, checkRwRegister } from "../../src/transactions/check.ts";
import type { Verdict } from "../../src/verdict.ts";
import { type CorpusRun, corpusRuns } from "../corpus-runs.ts";

/** Runs that another program than Maelstrom judged: only what both know can be compared. */
const OTHER_JUDGES: ReadonlyMap<string, string> = new Map([
  [
    "txn-list-append/005",
    "plain Jepsen with an Elle that knows neither lost-update nor cycles with more than one anti-dependency here",
  ],
  ["txn-list-append/006", "as 005"],
]);

/**
 * Runs whose stored result is valid and yet has `not`: Elle ran out of time, which Maelstrom's wrapper then forgets
 * (MAELSTROM.md 15.4), and what it had found of stronger models stayed. The version was 0.1.6.
 */
const FORGOTTEN_TIMEOUT: ReadonlySet<string> = new Set([
  "txn-rw-register/003",
  "txn-rw-register/004",
  "txn-rw-register/005",
]);

const runs = [...corpusRuns("txn-list-append"), ...corpusRuns("txn-rw-register")];

describe.each(runs)("$name", (run) => {
  const verdict = judge(run);
  const stored = storedWorkload(run);
  const comparison = compareKinds(kindsOf(verdict.result), kindsOf(stored));

  test("the verdict is Maelstrom's", () => {
    expect(verdict.valid).toBe(validityOf(stored["valid?"]));
  });

  test.skipIf(OTHER_JUDGES.has(run.name))("the kinds of anomalies are Elle's", () => {
    expect(comparison.differences).toStrictEqual([]);
  });

  test("what was found is told", () => {
    const told = verdict.findings.map(({ kind }) => kind);
    expect(told).toEqual(expect.arrayContaining([...kindsOf(verdict.result)]));
    for (const finding of verdict.findings) {
      expect(finding.summary).not.toMatch(/undefined|\[object/);
    }
  });

  const sameKinds = comparison.differences.length + comparison.excused.length === 0;
  test.runIf(sameKinds && !FORGOTTEN_TIMEOUT.has(run.name))("the models ruled out are Elle's", () => {
    expect(namesIn(verdict.result.not)).toStrictEqual(namesIn(stored.not));
    expect(namesIn(verdict.result["also-not"])).toStrictEqual(namesIn(stored["also-not"]));
  });

  test.runIf(sameKinds)("anomalies that need no search have as many cases", () => {
    for (const kind of kindsOf(verdict.result)) {
      if (!kind.startsWith("G0") && !kind.startsWith("G1c") && !/^G[-2]/.test(kind)) {
        expect([kind, casesOf(verdict.result, kind)]).toStrictEqual([kind, casesOf(stored, kind)]);
      }
    }
  });
});

test("stronger models that a stored result rules out by the way are ruled out by us", () => {
  for (const run of runs.filter(({ name }) => FORGOTTEN_TIMEOUT.has(name))) {
    const { result } = judge({ ...run, consistencyModels: ["cursor-stability"] });
    const named = namesIn(storedWorkload(run).not)
      .map((name) => (name === "ROLA" ? "update-atomic" : name))
      .sort();
    expect(namesIn(result.not)).toStrictEqual(named);
    // That version thought causal consistency stronger than update-atomic (ROLA), so its also-not holds more.
    expect(namesIn(storedWorkload(run)["also-not"])).toEqual(
      expect.arrayContaining([...namesIn(result["also-not"])]),
    );
  }
});

function judge({ name, directory, consistencyModels }: CorpusRun): Verdict {
  const check = name.includes("txn-list-append") ? checkListAppend : checkRwRegister;
  return check(runOfHistory(readHistory(directory)), { consistencyModels });
}

/** The workload's part of a stored result, which is the whole of it where the check threw. */
function storedWorkload({ directory }: CorpusRun): Readonly<Record<string, Datum | undefined>> {
  const results = readResults(directory);
  return isRecord(results.workload) ? results.workload : results;
}

function validityOf(datum: Datum | undefined): Datum | undefined {
  return datum instanceof Keyword ? datum.name : datum;
}

function kindsOf(result: Readonly<Record<string, Datum | undefined>>): readonly string[] {
  return namesIn(result["anomaly-types"]);
}

function namesIn(datum: Datum | undefined): readonly string[] {
  const items = datum instanceof EdnList ? datum.items : datum instanceof Set ? [...datum] : [];
  return items.map((item) => (item instanceof Keyword ? item.name : "?")).sort();
}

function casesOf(result: Readonly<Record<string, Datum | undefined>>, kind: string): Datum {
  const cases = isRecord(result.anomalies) ? result.anomalies[kind] : undefined;
  return cases instanceof EdnList
    ? cases.items.length
    : isVector(cases)
      ? cases.length
      : (validityOf(cases) ?? null);
}
