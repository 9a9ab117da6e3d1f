import { describe, expect, test } from "vitest";
import { cutOff } from "./cut-off.ts";

// Latencies here add up; on Maelstrom reads wait behind a batch that is under way to their node, so they are lower.
const limitMs = { quick: 640, frugal: 2_000 };

describe.each(["one", "majority"] as const)("after a cut of kind %s", (kind) => {
  test("the side without the hub finds another, and keeps the limits from two seconds after the cut", () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      for (const { givenAt, reachedAt } of cutOff("quick", kind, seed)) {
        expect(reachedAt).toBeLessThanOrEqual(Math.max(2_000, givenAt + limitMs.quick));
      }
    }
  });

  test("frugal: from four seconds after the cut", () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      for (const { givenAt, reachedAt } of cutOff("frugal", kind, seed)) {
        expect(reachedAt).toBeLessThanOrEqual(Math.max(4_000, givenAt + limitMs.frugal));
      }
    }
  });
});
