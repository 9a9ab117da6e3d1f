import { describe, expect, test } from "vitest";
import { type Occasion, speakAt } from "./rhythm.ts";

const occasion: Occasion = {
  direction: "mesh",
  news: "events",
  heard: undefined,
  now: 1_000,
  spokeAt: Number.NEGATIVE_INFINITY,
};

/** How many milliseconds after it has something to say a node says it, with an interval of 160 ms. */
function after(changes: Partial<Occasion>): number {
  return speakAt({ ...occasion, ...changes }, 160) - 1_000;
}

test("in a mesh a node collects for an interval; one of two, for half of one when it has heard the other", () => {
  expect(after({})).toBe(160);
  expect(after({ heard: "other" })).toBe(160);
  expect(after({ direction: "partner" })).toBe(160);
  expect(after({ direction: "partner", heard: "other" })).toBe(80);
});

describe("in a tree", () => {
  test("who has long been silent speaks at once, in every direction", () => {
    for (const direction of ["up", "down", "down from the root"] as const)
      expect(after({ direction })).toBe(10);
  });

  test("the root speaks once in an interval", () => {
    expect(after({ direction: "down from the root", spokeAt: 960 })).toBe(120);
  });

  test("what comes from above is passed on at once, what comes from below waits for the root", () => {
    expect(after({ direction: "down", spokeAt: 990, heard: "above" })).toBe(10);
    expect(after({ direction: "down", spokeAt: 900, heard: "other" })).toBe(100);
  });

  test("a promise goes up sooner than events", () => {
    expect(after({ direction: "up", spokeAt: 990 })).toBe(70);
    expect(after({ direction: "up", spokeAt: 990, news: "promise" })).toBe(30);
  });
});
