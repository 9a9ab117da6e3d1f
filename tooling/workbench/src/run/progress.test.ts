import { type Progress, seconds } from "@gossip-glomers/simulator";
import { describe, expect, it } from "vitest";
import { recordedOutput } from "../cli/recorded-output.fixture.ts";
import { progressLine, progressObserver } from "./progress.ts";

function after(elapsed: number, ok: number, more: Partial<Progress> = {}): Progress {
  return { elapsed: seconds(elapsed), ok, fail: 0, info: 0, inFlight: 0, partitioned: false, ...more };
}

describe("a line of progress", () => {
  it("gives the rate since the line before", () => {
    expect(progressLine(after(12, 11980, { info: 20 }), after(11, 11000), seconds(30))).toBe(
      "12.0 s of 30 s   1000 ops/s   ok 11980   fail 0   info 20",
    );
  });

  it("says whether a partition is on", () => {
    expect(progressLine(after(2, 9, { partitioned: true }), null, seconds(10))).toBe(
      "2.0 s of 10 s   4.5 ops/s   ok 9   fail 0   info 0   partition on",
    );
  });
});

describe("a line of progress after the time limit", () => {
  it("says how many operations are waited for", () => {
    const line = progressLine(after(12, 9, { inFlight: 2 }), after(11, 9), seconds(10));
    expect(line).toBe("12.0 s of 10 s   0.0 ops/s   ok 9   fail 0   info 0   waiting for 2");
  });
});

describe("progress", () => {
  it("is rewritten in place in a terminal", () => {
    const output = recordedOutput({ interactive: true });
    const observer = progressObserver(output, seconds(10));
    observer.progress?.(after(1, 5));
    observer.progress?.(after(2, 10));
    expect(output.printed).toEqual([]);
    expect(output.statuses).toHaveLength(2);
  });

  it("is a line every five seconds in a pipe", () => {
    const output = recordedOutput();
    const observer = progressObserver(output, seconds(12));
    for (let second = 1; second <= 12; second += 1) observer.progress?.(after(second, second * 5));
    expect(output.statuses).toEqual([]);
    expect(output.printed.map((line) => line.slice(0, 6))).toEqual(["5.0 s ", "10.0 s"]);
  });
});
