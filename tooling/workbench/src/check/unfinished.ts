/**
 * Why a stored run did not come to its end, so that nobody can say that it is valid or invalid: what was still to come may
 * have been lost, and what seems lost may have been still to come.
 */
import type { Finding } from "@gossip-glomers/checkers";
import { type Datum, keyword, type StoredRun } from "@gossip-glomers/history";
import type { TestCrash } from "@gossip-glomers/maelstrom";
import { crashFinding } from "./crash.ts";

export interface Unfinished {
  /** Whether the test itself crashed, and was not only ended from outside. */
  readonly crashed: boolean;
  /** In a few words: `it was interrupted by SIGINT (Ctrl-C)`. */
  readonly why: string;
  readonly finding: Finding;
}

/**
 * Null of a run that came to its end, and of a bare history, of which nobody knows.
 *
 * @param crash - what Maelstrom's log says of a crash
 */
export function unfinishedOf({ trace, results }: StoredRun, crash: TestCrash | null): Unfinished | null {
  if (crash !== null) return { crashed: true, why: "Maelstrom crashed", finding: crashFinding(crash) };
  // Without a trace it is none of ours, and only its log could tell.
  if (trace === null) return null;
  if (results === null) {
    return ended(
      "it has no results.edn",
      "The run has not come to its end: there is no results.edn, so it was killed, or goes on still.",
    );
  }
  const { interrupted, error, stats } = results;
  if (typeof interrupted === "string") {
    return ended(
      `it was ${interrupted}`,
      `The run was ${interrupted}, so that its verdict is open; what is said of it here is of what had happened until then.`,
    );
  }
  // A checker's error stands in its own part; one in this place is why there was nothing to check.
  return typeof error === "string" && stats === undefined ? crashedTest(error) : null;
}

/** What results.edn says of such a run. */
export const OPEN_VERDICT: Datum = keyword("unknown");

function ended(why: string, summary: string): Unfinished {
  return { crashed: false, why, finding: finding("interrupted", "warning", summary, []) };
}

/** @param error - a sentence, and in further lines what may explain it */
function crashedTest(error: string): Unfinished {
  const [sentence = "", ...details] = error.split("\n");
  return {
    crashed: true,
    why: "the test crashed",
    finding: finding(
      "test-crashed",
      "error",
      `The test crashed, so that its verdict is open: ${sentence}`,
      details,
    ),
  };
}

function finding(
  kind: string,
  severity: Finding["severity"],
  summary: string,
  details: readonly string[],
): Finding {
  return { kind, severity, summary, operations: [], messages: [], details };
}
