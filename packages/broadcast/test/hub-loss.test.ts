import { describe, expect, test } from "vitest";
import { arrivedTooLate } from "./arrived-too-late.ts";
import { hubLosses, type Outcome } from "./hub-loss.ts";
import { readTooLate } from "./read-too-late.ts";

const seeds = [1, 2, 3, 4];

describe.each(hubLosses)("after its hub is lost (%s), a side", (kind) => {
  test.each(["quick", "frugal"] as const)(
    "%s: reads all that it is given within two seconds, or within the row's limit",
    async (profile) => {
      for (const seed of seeds) expect(mostLateMs(await readTooLate(profile, kind, seed))).toBe(0);
    },
  );

  test("quick: even has it by then where latencies add up", () => {
    for (const seed of seeds) expect(mostLateMs(arrivedTooLate("quick", kind, seed))).toBe(0);
  });

  test("frugal: has it by then where latencies add up, or a moment later; see the README", () => {
    for (const seed of seeds)
      expect(mostLateMs(arrivedTooLate("frugal", kind, seed))).toBeLessThanOrEqual(200);
  });
});

test("a side on which none of those is that are tried first loses no time: who is reached at last has been waited for already", () => {
  // Each of these was late by 50 to 360 ms as long as such a node began with an attempt of its own.
  for (const seed of [49, 63, 130, 288])
    expect(mostLateMs(arrivedTooLate("quick", "minority-third", seed))).toBe(0);
});

test("who comes to a new root last has kept its values longest: they do not wait for a round with others", () => {
  // Late by 30 to 250 ms as long as they did.
  for (const seed of [74, 154, 182])
    expect(mostLateMs(arrivedTooLate("quick", "minority-third", seed))).toBe(0);
});

test("a side whose first few nodes are all elsewhere hears of its new root at once, and has nothing to say to it twice", async () => {
  // Late by 160 and 20 ms as long as that waited for a better offer.
  expect(mostLateMs(await readTooLate("quick", "majority", 226))).toBe(0);
  expect(mostLateMs(await readTooLate("quick", "minority-third", 8))).toBe(0);
});

test("who had only an acknowledgement to send has not missed the hub, and is told at once by a root to which most have come", () => {
  // Late by 70 to 150 ms as long as the root waited for a better offer.
  for (const seed of [56, 95, 110, 126])
    expect(mostLateMs(arrivedTooLate("frugal", "paused hub", seed))).toBeLessThanOrEqual(50);
});

function mostLateMs({ values, late }: Outcome): number {
  expect(values).toBeGreaterThan(100);
  return Math.max(0, ...late.map(({ lateMs }) => lateMs));
}
