import { expect, test } from "vitest";
import { star } from "./overlay.ts";
import { frugal, quick } from "./profile.ts";
import { Rhythm } from "./rhythm.ts";
import { Tree } from "./tree.ts";

const nodeIds = ["n0", "n1", "n2"];
const window = frugal.windowMs;

function rhythmOf(self: string, profile = frugal): { rhythm: Rhythm; tree: Tree } {
  const tree = new Tree(self, nodeIds, star(nodeIds));
  tree.measure();
  tree.noteTold();
  const clocks = { now: () => 0, wallTime: () => 0 };
  return { rhythm: new Rhythm(profile, tree, clocks), tree };
}

function linkTo(tree: Tree, peer: string) {
  const link = tree.links.get(peer);
  if (link === undefined) throw new Error(`rhythm.test: there is no ${peer}`);
  return link;
}

test("in windows, all leaves speak at the next multiple of the window", () => {
  const { rhythm } = rhythmOf("n1");
  expect(rhythm.handUpTime(10)).toBe(window);
  expect(rhythm.handUpTime(window)).toBe(2 * window);
});

test("a round in the wave waits until the leaves have been heard, whatever came first", () => {
  const { rhythm } = rhythmOf("n0");
  const heard = window + rhythm.levelMs;
  expect(rhythm.roundTime(window + 5, false)).toBe(heard);
  expect(rhythm.roundTime(window + 140, false)).toBe(window + 140 + frugal.gatherMs);
});

test("a round that would be due just before a wave, or as it begins, is the round of that wave", () => {
  const { rhythm } = rhythmOf("n0");
  for (const now of [2 * window - 60, 2 * window - 50, 2 * window - 1]) {
    expect(rhythm.roundTime(now, false)).toBe(2 * window + rhythm.levelMs);
  }
});

test("what comes from the hub goes down at once, but just before a wave with the wave", () => {
  const { rhythm } = rhythmOf("n1");
  expect(rhythm.passDownTime(window + 250)).toBe(window + 250);
  expect(rhythm.passDownTime(2 * window - 50)).toBe(2 * window + rhythm.levelMs);
  expect(rhythmOf("n1", quick).rhythm.passDownTime(2 * window - 50)).toBe(2 * window - 50);
});

test("a child that speaks after the round of its wave is answered at once, one that speaks before it in the round", () => {
  const { rhythm, tree } = rhythmOf("n0");
  const child = linkTo(tree, "n1");
  expect(rhythm.ackTime(child, window + 100)).toBeGreaterThanOrEqual(rhythm.roundTime(window + 100, false));
  rhythm.noteRound(window + rhythm.levelMs);
  expect(rhythm.ackTime(child, window + 170)).toBe(window + 170);
  expect(rhythm.ackTime(child, 2 * window + 100)).toBeGreaterThan(2 * window + 100);
});
