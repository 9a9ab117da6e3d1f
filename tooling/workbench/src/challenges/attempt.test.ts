import { describe, expect, it } from "vitest";
import { type Attempt, endText, notesOn, spoiltBy } from "./attempt.ts";
import type { RowReport } from "./row-process/messages.ts";
import type { Strain } from "./strain/strain.ts";
import { type Row, table } from "./table.ts";

const late: Strain = { seconds: 30, latestMs: 90, starvedSeconds: 0 };
const starved: Strain = { seconds: 30, latestMs: 3, starvedSeconds: 12 };
const none: Strain = { seconds: 30, latestMs: 3, starvedSeconds: 0 };

function lag(): Row {
  const row = table.find(({ id }) => id === "5c");
  if (row === undefined) throw new Error("no row 5c");
  return row;
}

/** A run of row 5c, whose lag may be 0.15 s. */
function attempt(worstLag: number, strain: Strain | null, report: Partial<RowReport> = {}): Attempt {
  return {
    report: {
      valid: true,
      interrupted: null,
      measures: [
        ["msgs/op", 0.05],
        ["worst lag", worstLag],
      ],
      strain,
      text: "VALID  kafka",
      store: "store/kafka/1",
      ...report,
    },
    tookMs: 31_250,
  };
}

describe("the machine has spoilt a row", () => {
  it.each<[what: string, attempt: Attempt, reason: string | null]>([
    ["if it missed a limit while timers were late", attempt(0.2, late), "timers were up to 90 ms late"],
    ["not if it passed all the same", attempt(0.1, late), null],
    ["not if it missed a limit without strain", attempt(0.2, none), null],
    [
      "if it missed one while no processor was left",
      attempt(0.2, starved),
      "no processor was idle in 12 of 30 s",
    ],
    ["never in virtual time", attempt(0.2, null), null],
    [
      "not if it is invalid although every operation was answered in time",
      attempt(0.1, late, { valid: false, measures: [["availability", 1]] }),
      null,
    ],
    [
      "if it is invalid and some were not",
      attempt(0.1, late, { valid: false, measures: [["availability", 0.999]] }),
      "timers were up to 90 ms late",
    ],
    ["not if there is no report", { report: "it crashed", tookMs: 1 }, null],
  ])("%s", (_, attempt, reason) => {
    expect(spoiltBy(attempt, lag())).toBe(reason);
  });
});

describe("the notes on a row", () => {
  it("tell of strain, of a second run, and whether that was better", () => {
    const [passed, missed] = [attempt(0.1, late), attempt(0.2, late)];
    const lateness = "timers were up to 90 ms late";
    expect(notesOn([attempt(0.1, none)], lag())).toEqual([]);
    expect(notesOn([passed], lag())).toEqual([`machine: ${lateness}`]);
    expect(notesOn([missed, attempt(0.1, none)], lag())).toEqual([`run again alone, because ${lateness}`]);
    expect(notesOn([missed, missed], lag())).toEqual([
      `run again alone, because ${lateness}`,
      `then, too, ${lateness}`,
    ]);
  });
});

describe("when a row is over", () => {
  it("a line says what it reached and where it is kept", () => {
    expect(endText(lag(), attempt(0.1, none), false)).toBe(
      "✓ 5c    31.3 s   msgs/op 0.05, worst lag 0.1 s   store/kafka/1",
    );
  });

  it("the whole report is shown if it missed something, but not that everything looks good", () => {
    const report = { text: "VALID  kafka\n\nStore   store/kafka/1\n\nEverything looks good! ヽ(‘ー`)ノ" };
    const text = endText(lag(), attempt(0.2, none, report), false);
    expect(text).toBe(
      "✗ 5c    31.3 s   worst lag ≤ 0.15 s, not 0.2 s\n\nVALID  kafka\n\nStore   store/kafka/1\n",
    );
  });

  it("a row that was interrupted is no failure, and where it is kept is all there is to say", () => {
    const text = endText(
      lag(),
      attempt(0.2, none, { valid: "unknown", interrupted: "interrupted by SIGTERM" }),
      false,
    );
    expect(text).toBe("– 5c    31.3 s   interrupted   store/kafka/1");
  });

  it("a row without a report says why", () => {
    expect(endText(lag(), { report: "it crashed", tookMs: 100 }, false)).toBe("✗ 5c    0.1 s   it crashed");
  });
});
