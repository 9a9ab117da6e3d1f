import { expect, test } from "vitest";
import { star } from "./overlay.ts";
import { Post } from "./post.ts";
import { frugal } from "./profile.ts";
import { Rhythm } from "./rhythm.ts";
import { Store } from "./store.ts";
import { Tree } from "./tree.ts";

test("who has been taken for a child by a root counts on a root's round, also when that has found a hub meanwhile", () => {
  const nodeIds = ["n0", "n1", "n2"];
  const port = { now: () => 0, wallTime: () => 0, random: () => 0, send: () => {} };
  const tree = new Tree("n1", nodeIds, star(nodeIds));
  tree.noteTold();
  const rhythm = new Rhythm(frugal, tree, port);
  const post = new Post("a", tree, new Store(), frugal, rhythm, port);
  const child = tree.links.get("n2");
  if (child === undefined) throw new Error("post.test: there is no n2");
  tree.hub = "n1";
  child.isSeeking = true;
  post.adopt(child);
  tree.hub = "n0";
  expect(rhythm.roundTime(frugal.windowMs + 100, false)).toBe(frugal.windowMs + rhythm.levelMs);
});
