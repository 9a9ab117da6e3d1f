import { expect, it } from "vitest";
import { StageWatch } from "./stages.ts";

const stamp = "INFO [2024-01-06 15:07:52,655]";

it("follows a run, and knows what is left of the phases that go by the clock", () => {
  const watch = new StageWatch({ mainSeconds: 20, recoverySeconds: 10 }, 0);
  expect(watch.text(2_500)).toBe("starting the JVM   2 s");
  expect(watch.read(`${stamp} jepsen test runner - jepsen.core Command line:`, 2_900)).toBe(false);
  expect(watch.read(`${stamp} jepsen test runner - jepsen.db Setting up DB`, 3_000)).toBe(true);
  expect(watch.text(3_000)).toBe("starting nodes   0 s");
  watch.read(`${stamp} jepsen test runner - jepsen.core Relative time begins now`, 4_000);
  expect(watch.text(9_000)).toBe("running   5 s of 20 s   25 s left");
  expect(watch.text(26_000)).toBe("running   20 s of 20 s   10 s left");
  watch.read(`${stamp} jepsen worker nemesis - jepsen.generator.interpreter Waiting for recovery...`, 24_000);
  expect(watch.text(30_500)).toBe("waiting for recovery   4 s left");
  expect(watch.text(40_000)).toBe("waiting for recovery   0 s left");
  watch.read(`${stamp} jepsen test runner - jepsen.core Run complete, writing`, 41_000);
  watch.read(`${stamp} jepsen test runner - jepsen.core Analyzing...`, 42_000);
  expect(watch.text(45_000)).toBe("analysing   3 s");
  watch.read(`${stamp} jepsen test runner - jepsen.core Analysis complete`, 46_000);
  expect(watch.stage).toBe("done");
});

it("begins again with the next run", () => {
  const watch = new StageWatch({ mainSeconds: 1, recoverySeconds: 0 }, 0);
  watch.read(`${stamp} jepsen test runner - jepsen.core Analysis complete`, 1);
  watch.read(`${stamp} jepsen test runner - jepsen.core Command line:`, 2);
  expect(watch.stage).toBe("booting");
});

it("does not listen to nodes", () => {
  const watch = new StageWatch({ mainSeconds: 1, recoverySeconds: 0 }, 0);
  expect(watch.read("Relative time begins now", 1)).toBe(false);
  expect(watch.read(`${stamp} n0 stderr - maelstrom.process Relative time begins now`, 1)).toBe(false);
});
