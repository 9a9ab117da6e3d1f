/** Our verdicts against those that Maelstrom stored, run by run and part by part. Transactions have a test of their own. */
import {
  type Datum,
  type DatumRecord,
  EdnList,
  isRecord,
  prettyEdn,
  printEdn,
  readHistory,
  readResults,
} from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { checkCounter } from "../src/counter/counter.ts";
import { checkEcho } from "../src/echo/echo.ts";
import { definedByLogs } from "../src/kafka/agreement.ts";
import { checkKafka } from "../src/kafka/kafka.ts";
import { definedByRegisters } from "../src/linearizability/agreement.ts";
import { checkLinearizableByKey } from "../src/linearizability/by-key.ts";
import { judge } from "../src/results/judge.ts";
import type { Checker } from "../src/run/checker.ts";
import { runOfHistory } from "../src/run/run.ts";
import { checkSetFull } from "../src/set-full/set-full.ts";
import { checkUniqueIds } from "../src/unique-ids/unique-ids.ts";
import { corpusRuns } from "./corpus-runs.ts";

interface Workload {
  readonly workload: string;
  readonly check: Checker;
  /** The part of a result that the history defines; if not given, that is its text to the letter. */
  readonly defined?: (result: DatumRecord) => Datum;
}

const WORKLOADS: readonly Workload[] = [
  { workload: "echo", check: checkEcho, defined: withErrorsInOrder },
  { workload: "unique-ids", check: checkUniqueIds, defined: withoutFailure },
  { workload: "broadcast", check: checkSetFull },
  { workload: "g-set", check: checkSetFull },
  { workload: "g-counter", check: checkCounter },
  { workload: "pn-counter", check: checkCounter },
  { workload: "lin-kv", check: (run) => checkLinearizableByKey(run), defined: definedByRegisters },
  { workload: "kafka", check: checkKafka, defined: definedByLogs },
];

describe.each(WORKLOADS)("$workload", ({ workload, check, defined }) => {
  const runs = corpusRuns(workload);

  test("has a valid run and one that is not", () => {
    const verdicts = new Set(runs.map(({ directory }) => readResults(directory)["valid?"]));
    expect([...verdicts]).toEqual(expect.arrayContaining([true, false]));
  });

  describe.each(runs)("run $name", ({ directory, availability }) => {
    const theirs = readResults(directory);
    const { datum: ours, findings } = judge(runOfHistory(readHistory(directory)), check, {
      maelstromCompat: true,
      availability,
    });

    test("has the same :workload", () => {
      const [mine, stored] = [recordAt(ours, "workload"), recordAt(theirs, "workload")];
      if (defined === undefined) expect(prettyEdn(mine)).toBe(prettyEdn(stored));
      else expect(defined(mine)).toStrictEqual(defined(stored));
    });

    test.each(["stats", "availability"])("has the same :%s", (part) => {
      if (theirs[part] !== undefined) expect(prettyEdn(ours[part] ?? null)).toBe(prettyEdn(theirs[part]));
    });

    test("has exceptions counted by class as Maelstrom counts them", () => {
      expect(countsByClass(ours.exceptions)).toStrictEqual(countsByClass(theirs.exceptions));
    });

    test("has findings that are errors if it is invalid, and in words", () => {
      const isInvalid =
        recordAt(ours, "workload")["valid?"] === false || recordAt(ours, "stats")["valid?"] === false;
      if (isInvalid) expect(findings.some(({ severity }) => severity === "error")).toBe(true);
      for (const { summary } of findings) expect(summary).not.toMatch(/undefined|\[object|NaN/);
    });
  });
});

/** Maelstrom lists the errors of echo in the order of a hash map. */
function withErrorsInOrder(result: DatumRecord): Datum {
  const { errors } = result;
  return { ...result, errors: errors instanceof EdnList ? errors.items.map(printEdn).sort() : [] };
}

/** Where ids cannot be compared, Maelstrom's result is the stack trace of its own failure. */
function withoutFailure(result: DatumRecord): Datum {
  return result.error === undefined ? prettyEdn(result) : prettyEdn({ "valid?": result["valid?"] });
}

function countsByClass(part: Datum | undefined): readonly string[] {
  const exceptions = isRecord(part) ? part.exceptions : undefined;
  const items = exceptions instanceof EdnList ? exceptions.items : [];
  return items.map((item) => {
    const { count = null, class: name = null } = isRecord(item) ? item : {};
    return `${printEdn(count)} ${printEdn(name)}`;
  });
}

function recordAt(results: DatumRecord, part: string): DatumRecord {
  const found = results[part];
  // Maelstrom has the verdict behind the fields of some checkers, and in front of those of others.
  const { "valid?": valid, ...fields } = isRecord(found) ? found : {};
  return { "valid?": valid, ...fields };
}
