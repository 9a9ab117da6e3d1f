/** Our verdicts against those that Maelstrom stored, run by run and part by part. */
import {
  type Datum,
  EdnList,
  isRecord,
  prettyEdn,
  printEdn,
  readHistory,
  readResults,
} from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { checkEcho } from "../src/echo/echo.ts";
import { judge } from "../src/results/judge.ts";
import { runOfHistory } from "../src/run/run.ts";
import { checkUniqueIds } from "../src/unique-ids/unique-ids.ts";
import { type CorpusRun, corpusRuns } from "./corpus-runs.ts";

/** Judges a stored history, and gives our results and Maelstrom's. */
function verdicts(run: CorpusRun, check: typeof checkUniqueIds) {
  const options = { maelstromCompat: true, availability: run.availability };
  const ours = judge(runOfHistory(readHistory(run.directory)), check, options).datum;
  return { ours, theirs: readResults(run.directory) };
}

/** Maelstrom lists the errors of echo in the order of a hash map. */
function inOrder(errors: Datum | undefined): readonly string[] {
  return errors instanceof EdnList ? errors.items.map(printEdn).sort() : [];
}

describe.each(corpusRuns("echo"))("Maelstrom's run $name", (run) => {
  const { ours, theirs } = verdicts(run, checkEcho);

  test.each(["perf", "timeline", "stats", "availability"])("has the same :%s", (part) => {
    expect(prettyEdn(ours[part] ?? null)).toBe(prettyEdn(theirs[part] ?? null));
  });

  test("has the same :workload, but for the order of errors", () => {
    expect(ours.workload).toMatchObject({ "valid?": valueAt(theirs.workload, "valid?") });
    expect(inOrder(valueAt(ours.workload, "errors"))).toStrictEqual(
      inOrder(valueAt(theirs.workload, "errors")),
    );
  });

  test("has the same verdict", () => {
    expect(ours["valid?"]).toStrictEqual(theirs["valid?"]);
  });
});

describe.each(corpusRuns("unique-ids"))("Maelstrom's run $name", (run) => {
  const { ours, theirs } = verdicts(run, checkUniqueIds);

  test.each(["perf", "timeline", "stats", "availability"])("has the same :%s", (part) => {
    expect(prettyEdn(ours[part] ?? null)).toBe(prettyEdn(theirs[part] ?? null));
  });

  test("has the same :workload", () => {
    // Where the ids cannot be compared, Maelstrom's result is the stack trace of its own failure.
    if (valueAt(theirs.workload, "error") === undefined) {
      expect(prettyEdn(ours.workload ?? null)).toBe(prettyEdn(theirs.workload ?? null));
    } else {
      expect(valueAt(ours.workload, "valid?")).toStrictEqual(valueAt(theirs.workload, "valid?"));
    }
  });

  test("has the same verdict", () => {
    expect(ours["valid?"]).toStrictEqual(theirs["valid?"]);
  });
});

describe.each([...corpusRuns("echo"), ...corpusRuns("unique-ids")])("exceptions of $name", (run) => {
  test("are counted by class as Maelstrom counts them", () => {
    const { ours, theirs } = verdicts(run, checkEcho);
    expect(countsByClass(ours.exceptions)).toStrictEqual(countsByClass(theirs.exceptions));
  });
});

function countsByClass(part: Datum | undefined): readonly string[] {
  const exceptions = valueAt(part, "exceptions");
  const items = exceptions instanceof EdnList ? exceptions.items : [];
  return items.map(
    (item) => `${printEdn(valueAt(item, "count") ?? null)} ${printEdn(valueAt(item, "class") ?? null)}`,
  );
}

function valueAt(datum: Datum | undefined, key: string): Datum | undefined {
  return isRecord(datum) ? datum[key] : undefined;
}
