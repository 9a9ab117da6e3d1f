import { describe, expect, test } from "vitest";
import { cutOff, type HubLoss, type Reached } from "./cut-off.ts";

// Latencies here add up; on Maelstrom reads wait behind a batch that is under way to their node, so they are lower.
const limitMs = { quick: 640, frugal: 2_000 };
/** How much later than in two seconds a side is served here on which none of those is that are tried first; see the README. */
const secondAttemptMs = { quick: 0, frugal: 150 };

describe.each(["one", "majority", "minority-third"] as const)("after a cut of kind %s", (kind) => {
  test.each(["quick", "frugal"] as const)(
    "%s: its side reads all within two seconds, or within the limit",
    (profile) => {
      for (let seed = 1; seed <= 6; seed += 1) {
        for (const { givenAt, reachedAt, isFoundAtOnce } of cutOff(profile, kind, seed)) {
          const servedMs = 2_000 + (isFoundAtOnce ? 0 : secondAttemptMs[profile]);
          expect(reachedAt).toBeLessThanOrEqual(Math.max(servedMs, givenAt + limitMs[profile]));
        }
      }
    },
  );
});

describe.each(["paused hub", "dead hub"] as const)("with a %s", (kind) => {
  test("quick: all others read all within two seconds, or within the limit", () => {
    for (let seed = 1; seed <= 10; seed += 1) expect(latenessMs("quick", kind, seed)).toBe(0);
  });

  test("frugal: the same, or a little later where it happens just after a wave; see the README", () => {
    for (let seed = 1; seed <= 10; seed += 1)
      expect(latenessMs("frugal", kind, seed)).toBeLessThanOrEqual(200);
  });
});

test("a side on which none of those is that are tried first loses no time: who is reached at last has been waited for already", () => {
  // Each of these was late by 50 to 360 ms as long as such a node began with an attempt of its own.
  for (const seed of [49, 63, 130, 288]) expect(lateOnes(seed)).toEqual([]);
});

test("who comes to a new root last has kept its values longest: they do not wait for a round with others", () => {
  // Late by 30 to 250 ms as long as they did.
  for (const seed of [74, 154, 182]) expect(lateOnes(seed)).toEqual([]);
});

function lateOnes(seed: number): Reached[] {
  return cutOff("quick", "minority-third", seed).filter(
    ({ givenAt, reachedAt }) => reachedAt > Math.max(2_000, givenAt + limitMs.quick),
  );
}

/** By how much the last value of all came too late to those who can still reach each other. */
function latenessMs(profile: "quick" | "frugal", kind: HubLoss, seed: number): number {
  const all = cutOff(profile, kind, seed);
  expect(all.length).toBeGreaterThan(100);
  return Math.max(
    0,
    ...all.map(({ givenAt, reachedAt }) => reachedAt - Math.max(2_000, givenAt + limitMs[profile])),
  );
}
