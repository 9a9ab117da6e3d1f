import { expect, test } from "vitest";
import { star } from "./overlay.ts";
import { frugal, quick } from "./profile.ts";
import { firstLatenessMs, latenessMs, Rhythm } from "./rhythm.ts";
import { Tree } from "./tree.ts";
import { tallest } from "./waves.ts";

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

test("a round in the wave waits until the leaves have been heard, late ones among them, whatever came first", () => {
  const { rhythm } = rhythmOf("n0");
  expect(rhythm.roundTime(window + 5, false)).toBe(window + rhythm.levelMs + firstLatenessMs);
  rhythm.noteRound(0);
  const heard = window + rhythm.levelMs + latenessMs;
  expect(rhythm.roundTime(window + 5, false)).toBe(heard);
  expect(rhythm.roundTime(window + 170, false)).toBe(window + 170 + frugal.gatherMs);
});

test("a round that would be due just before a wave, or as it begins, is the round of that wave", () => {
  const { rhythm } = rhythmOf("n0");
  rhythm.noteRound(window);
  for (const now of [2 * window - 60, 2 * window - 50, 2 * window - 1]) {
    expect(rhythm.roundTime(now, false)).toBe(2 * window + rhythm.levelMs + latenessMs);
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

test("a child as tall as a wave speaks as that ends, and is answered before it misses the root", () => {
  const root = rhythmOf("n0");
  root.tree.toldHeight = tallest;
  const child = rhythmOf("n1");
  linkTo(child.tree, "n0").height = tallest;
  const sent = window + tallest * root.rhythm.levelMs;
  root.rhythm.noteRound(sent);
  const arrives = root.rhythm.ackTime(linkTo(root.tree, "n1"), sent + 100) + 100;
  expect(arrives).toBeLessThanOrEqual(sent + child.rhythm.answerTime(linkTo(child.tree, "n0"), sent));
});

test("in a tree of more levels than a wave, what the hub does not answer to does not wait for the next wave as well", () => {
  const { rhythm, tree } = rhythmOf("n1");
  const now = window + 800;
  const answeredAt = now + rhythm.answerTime(linkTo(tree, "n0"), now);
  expect(rhythm.roundTime(now, false)).toBeGreaterThan(answeredAt);
  tree.toldHeight = tallest;
  expect(rhythm.roundTime(now, false)).toBe(answeredAt);
});

test("in windows, questions wait until the wave is over, and just before one until that is", () => {
  const { rhythm } = rhythmOf("n0");
  const over = window + 4 * rhythm.levelMs;
  for (const at of [window, window + 100, over]) expect(rhythm.betweenWaves(at)).toBe(over);
  expect(rhythm.betweenWaves(over + 100)).toBe(over + 100);
  expect(rhythm.betweenWaves(2 * window - 100)).toBe(over + window);
  expect(rhythmOf("n0", quick).rhythm.betweenWaves(100)).toBe(100);
});

test.each([
  ["quick", quick],
  ["frugal", frugal],
])(
  "%s: a hub below another acknowledges before its child takes it for lost, whatever is above",
  (_, profile) => {
    for (const height of [1, 2, 4]) {
      const hub = rhythmOf("n1", profile);
      linkTo(hub.tree, "n0").height = height + 1;
      linkTo(hub.tree, "n2").path = ["n1", "n0"];
      hub.tree.toldHeight = height;
      const child = rhythmOf("n2", profile);
      child.tree.hub = "n1";
      Object.assign(linkTo(child.tree, "n1"), { path: ["n0"], height });
      for (let sent = window; sent < 2 * window; sent += 50) {
        const arrives = hub.rhythm.ackTime(linkTo(hub.tree, "n2"), sent + 100) + 100;
        expect(arrives).toBeLessThanOrEqual(sent + child.rhythm.answerTime(linkTo(child.tree, "n1"), sent));
      }
    }
  },
);

test("a wave is complete for a node when all below it have spoken in it, and until it has spoken itself", () => {
  const { rhythm, tree } = rhythmOf("n0");
  linkTo(tree, "n1").heardAt = window + 100;
  expect(rhythm.isWaveComplete(window + 100)).toBe(false);
  linkTo(tree, "n2").heardAt = window + 101;
  expect(rhythm.isWaveComplete(window + 101)).toBe(true);
  expect(rhythm.isWaveComplete(2 * window + 101)).toBe(false);
  // Between the waves there is nobody to wait for, and nobody to speak with either.
  expect(rhythm.isWaveComplete(2 * window - 200)).toBe(false);
  rhythm.noteRound(window + 101);
  expect(rhythm.isWaveComplete(window + 102)).toBe(false);
  expect(rhythmOf("n0", quick).rhythm.isWaveComplete(window + 101)).toBe(false);
});

test("what was planned for the beginning of the wave waits for children that a node has got since", () => {
  const { rhythm, tree } = rhythmOf("n1");
  linkTo(tree, "n2").path = ["n1", "n0"];
  expect(rhythm.turn(window)).toBe(window);
  tree.toldHeight = 1;
  expect(rhythm.turn(window)).toBe(window + rhythm.levelMs);
  linkTo(tree, "n2").heardAt = window + 90;
  expect(rhythm.turn(window + 90)).toBe(window + 90);
  linkTo(tree, "n2").heardAt = 0;
  rhythm.noteHandUp(window + 5);
  expect(rhythm.turn(window + 10)).toBe(window + 10);
});

test("all children miss the root's round at the same time, whenever they have spoken in the wave", () => {
  const { rhythm, tree } = rhythmOf("n1");
  const hub = linkTo(tree, "n0");
  hub.height = 2;
  const missedAt = (sent: number): number => sent + rhythm.answerTime(hub, sent);
  expect(missedAt(window + rhythm.levelMs)).toBe(missedAt(window));
  // But nobody is missed sooner than one can answer.
  hub.height = 1;
  expect(rhythm.answerTime(hub, window + rhythm.levelMs)).toBe(rhythm.answerTime(hub, window));
});

test("the children of one that has come back need a wave more than itself", () => {
  const { rhythm } = rhythmOf("n0");
  expect(rhythm.returnTime(0, 10)).toBe(rhythm.handUpTime(10));
  expect(rhythm.returnTime(1, 10)).toBe(rhythm.handUpTime(10) + window);
  expect(rhythmOf("n0", quick).rhythm.returnTime(1, 10)).toBe(10);
});
