import { expect, test } from "vitest";
import { star } from "./overlay.ts";
import { Tree } from "./tree.ts";

const nodeIds = ["n0", "n1", "n2", "n3"];

function linkTo(tree: Tree, peer: string) {
  const link = tree.links.get(peer);
  if (link === undefined) throw new Error(`tree.test: there is no ${peer}`);
  return link;
}

test("a hub is as tall as it is known to be to those of its children that know it least", () => {
  const tree = new Tree("n0", nodeIds, star(nodeIds));
  linkTo(tree, "n1").height = 2;
  tree.measure();
  expect(tree.height).toBe(3);
  for (const peer of ["n1", "n2"]) linkTo(tree, peer).toldHeight = 3;
  tree.noteTold();
  // n3 has lacked nothing, so that it was told nothing: it would miss a round that waits for three levels.
  expect(tree.toldHeight).toBe(0);
  linkTo(tree, "n3").toldHeight = 3;
  tree.noteTold();
  expect(tree.toldHeight).toBe(3);
});

test("a root that has found a hub is a root yet to those of its children that have not been told", () => {
  const tree = new Tree("n1", nodeIds, star(nodeIds));
  tree.hub = "n1";
  for (const peer of ["n2", "n3"]) Object.assign(linkTo(tree, peer), { path: ["n1"], toldHub: "n1" });
  tree.hub = "n0";
  linkTo(tree, "n2").toldHub = "n0";
  tree.noteTold();
  expect(tree.isToldRoot).toBe(true);
  linkTo(tree, "n3").toldHub = "n0";
  tree.noteTold();
  expect(tree.isToldRoot).toBe(false);
});

test("a root is sought by those that have no hub, not by those that come from another", () => {
  const tree = new Tree("n1", nodeIds, star(nodeIds));
  Object.assign(linkTo(tree, "n2"), { path: ["n1"], isGrafting: true });
  tree.measure();
  expect(tree.hasGrafts).toBe(true);
  expect(tree.isSought).toBe(false);
  Object.assign(linkTo(tree, "n3"), { path: [], isGrafting: true });
  tree.measure();
  expect(tree.isSought).toBe(true);
});
