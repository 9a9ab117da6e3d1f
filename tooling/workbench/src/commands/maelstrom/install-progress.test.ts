import type { InstallProgress } from "@gossip-glomers/maelstrom";
import { describe, expect, it } from "vitest";
import { recordedOutput } from "../../cli/recorded-output.fixture.ts";
import { installProgress, progressText } from "./install-progress.ts";

describe("progressText", () => {
  it("tells of this run's speed only", () => {
    const progress: InstallProgress = { step: "downloading", done: 40e6, total: 64e6 };
    expect(progressText(progress, 28e6, 4000)).toBe(
      "Downloading  ███████████████░░░░░░░░░  62 %  40.0 of 64.0 MB  3.0 MB/s  8 s left",
    );
    expect(progressText({ ...progress, done: 28e6 }, 28e6, 0)).toBe(
      "Downloading  ███████████░░░░░░░░░░░░░  43 %  28.0 of 64.0 MB",
    );
  });

  it("has no bar where nobody knows how long it gets", () => {
    expect(progressText({ step: "downloading", done: 1.5e6, total: null }, 0, 10)).toBe(
      "Downloading  1.5 MB",
    );
    expect(progressText({ step: "checking", done: 0, total: null }, 0, 0)).toBe("Checking");
  });

  it("fits into a narrow terminal", () => {
    const longest = progressText({ step: "downloading", done: 100e6, total: 512e6 }, 0, 1e6);
    expect(longest.length).toBeLessThan(100);
  });
});

describe("installProgress", () => {
  /** A megabyte every 40 ms, ten of them, in each of two steps. */
  function play(interactive: boolean) {
    const output = recordedOutput({ interactive });
    let now = 0;
    const observer = installProgress(output, () => now);
    for (const step of ["downloading", "unpacking"] as const) {
      for (let done = 0; done <= 10; done += 1) {
        observer.progress({ step, done: done * 1e6, total: 10e6 });
        now += 40;
      }
    }
    observer.note("a note");
    return output;
  }

  it("rewrites a line in a terminal, not too often, but when a step begins and ends", () => {
    const { statuses, printed } = play(true);
    expect(statuses.map((line) => /^\w+.* (\d+) %/.exec(line ?? "")?.[1])).toEqual([
      "0",
      "30",
      "60",
      "90",
      "100",
      "0",
      "30",
      "60",
      "90",
      "100",
    ]);
    expect(printed).toEqual(["a note"]);
  });

  it("prints in a pipe only what takes long", () => {
    expect(play(false).printed).toEqual(["a note"]);
    const output = recordedOutput();
    let now = 0;
    const observer = installProgress(output, () => now);
    for (let done = 0; done <= 100; done += 1) {
      observer.progress({ step: "downloading", done: done * 1e6, total: 100e6 });
      now += 125;
    }
    expect(output.printed).toEqual([
      expect.stringMatching(/^Downloading .* 40 % .* 8\.0 MB\/s {2}8 s left$/),
      expect.stringMatching(/^Downloading .* 80 % .* 8\.0 MB\/s {2}3 s left$/),
    ]);
    expect(output.statuses).toEqual([]);
  });
});
