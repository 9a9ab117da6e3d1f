/** Which real runs are said to have answers that no client took for one. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runOfEvents, tellUnheard } from "@gossip-glomers/checkers";
import { findRuns, readJournal } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { journalEvents } from "../src/check/journal-events.ts";
import { CORPUS } from "./stored-runs.ts";

// The others are correct, or have another defect.
describe.skipIf(!existsSync(CORPUS))("in the corpus", () => {
  const accuses = (directory: string): boolean => {
    return tellUnheard(runOfEvents(journalEvents(readJournal(directory)))).length > 0;
  };

  test("of the nodes with a defect those that write a wrong in_reply_to are accused", () => {
    const defects = findRuns(join(CORPUS, "defects"));
    const accused = defects.filter(accuses);
    expect(accused).not.toEqual([]);
    expect(accused).toEqual(defects.filter((directory) => directory.includes("in-reply-to")));
  }, 120_000);

  test.each(["txn-rw-register/001", "unique-ids/001", "unique-ids/004"])("so is %s", (run) => {
    expect(accuses(join(CORPUS, run))).toBe(true);
  });
});
