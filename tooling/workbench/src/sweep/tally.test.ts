import { expect, test } from "vitest";
import { exitCode } from "../cli/exit-code.ts";
import { sweepProgressLine, sweepSummary } from "./render.ts";
import { fateOf, Tally } from "./tally.ts";

const HOUR = 3.6e12;

function tallyOf(
  ...runs: readonly (readonly [code: Parameters<typeof fateOf>[0], messages: number])[]
): Tally {
  const tally = new Tally();
  for (const [code, messages] of runs)
    tally.add(fateOf(code), new Map([["msgs/op", messages] as const]), HOUR / 4);
  return tally;
}

test("figures are those of the valid runs alone", () => {
  const tally = tallyOf([0, 3], [0, 1], [0, 2], [1, 99]);
  expect(tally.spreads).toEqual([{ name: "msgs/op", min: "1", median: "2", max: "3" }]);
  expect(sweepSummary(tally, 2000, false)).toBe(
    "4 seeds: 3 valid, 1 invalid, 0 unknown.   2.0 runs/s, 1 h of virtual time in 2.0 s\n\n" +
      "of the valid runs          min      median         max\n" +
      "msgs/op                      1           2           3",
  );
});

test.each([
  [[], exitCode.valid],
  [[0, 0], exitCode.valid],
  [[0, 2], exitCode.unknown],
  [[2, 1, 0], exitCode.invalid],
  [[255, 1, 0], exitCode.crashed],
] as const)("of runs that ended with %j the worst counts", (codes, worst) => {
  expect(tallyOf(...codes.map((code) => [code, 0] as const)).code).toBe(worst);
});

test("crashes are spoken of only if there were any", () => {
  expect(sweepProgressLine(tallyOf([0, 1]), 20, 50)).toBe(
    "1 of 20 seeds   20 runs/s   1 valid, 0 invalid, 0 unknown",
  );
  expect(tallyOf([255, 1]).countsText).toBe("0 valid, 0 invalid, 0 unknown, 1 crashed");
});

test("before the first run there is nothing to say", () => {
  expect(sweepSummary(new Tally(), 0, false)).toBe(
    "0 seeds: 0 valid, 0 invalid, 0 unknown.   0.0 runs/s, 0 h of virtual time in 0.0 s",
  );
});
