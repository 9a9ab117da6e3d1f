import type { Json } from "@gossip-glomers/protocol";
import { expect, test } from "vitest";
import { Replicas } from "./replicas.fixture.ts";

/** x=1 was written at n5, a leaf below n1, and all nodes know it. */
function sixThatKnowX(): Replicas {
  const replicas = Replicas.acquainted(6);
  replicas.execute("n5", [["w", "x", 1]]);
  replicas.run(60_000);
  return replicas;
}

test.each([
  ["n5", "n1"],
  ["n1", "n5"],
])("a node has not caught up with a neighbour that is as young as itself: %s, %s", (first, second) => {
  const replicas = sixThatKnowX();
  replicas.start(first);
  replicas.start(second);
  let seen: readonly (Json | undefined)[] | undefined;
  replicas.run(1_000, () => {
    if (seen === undefined && replicas.replica("n5").isCaughtUp) seen = replicas.read("n5", "x");
    return false;
  });
  expect(seen).toEqual([1]);
});

test("of three, two come back together; the third knows all", () => {
  const replicas = Replicas.acquainted(3);
  replicas.execute("n1", [["w", "x", 1]]);
  replicas.run(60_000);
  replicas.start("n0");
  replicas.start("n1");
  let seen: readonly (Json | undefined)[] | undefined;
  replicas.run(1_000, () => {
    if (seen === undefined && replicas.replica("n1").isCaughtUp) seen = replicas.read("n1", "x");
    return false;
  });
  expect(seen).toEqual([1]);
});

test("a node that is cut off from its neighbour alone hears within a second what the others know", () => {
  const replicas = sixThatKnowX();
  replicas.start("n5");
  replicas.replica("n5").hasten(replicas.now);
  replicas.run(900, ({ src, dest }) => [src, dest].sort().join() === "n1,n5");
  expect(replicas.read("n5", "x")).toEqual([1]);
});
