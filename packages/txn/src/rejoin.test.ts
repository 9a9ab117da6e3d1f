/** A node that was started again knows what it knew before, as soon as it says that it has caught up. */
import type { Json } from "@gossip-glomers/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Replicas } from "./replicas.fixture.ts";

/** x=1 was written at n5, a leaf below n1, and all nodes know it. */
function sixThatKnowX(): Replicas {
  const replicas = Replicas.acquainted(6);
  replicas.execute("n5", [["w", "x", 1]]);
  replicas.run(60_000);
  return replicas;
}

/** What `id` shows of x when it has just caught up; undefined if it has not within a second. */
function firstSeen(replicas: Replicas, id: string): readonly (Json | undefined)[] | undefined {
  let seen: readonly (Json | undefined)[] | undefined;
  replicas.run(1_000, () => {
    if (replicas.replica(id).isCaughtUp) seen ??= replicas.read(id, "x");
    return false;
  });
  return seen;
}

test.each([
  ["n5", "n1"],
  ["n1", "n5"],
])("a node has not caught up with a neighbour that is as young as itself: %s, %s", (first, second) => {
  const replicas = sixThatKnowX();
  replicas.start(first);
  replicas.start(second);
  expect(firstSeen(replicas, "n5")).toEqual([1]);
});

test("of three, two come back together; the third knows all", () => {
  const replicas = Replicas.acquainted(3);
  replicas.execute("n1", [["w", "x", 1]]);
  replicas.run(60_000);
  replicas.start("n0");
  replicas.start("n1");
  expect(firstSeen(replicas, "n1")).toEqual([1]);
});

test("a node that is cut off from its neighbour alone hears within a second what the others know", () => {
  const replicas = sixThatKnowX();
  replicas.start("n5");
  replicas.replica("n5").hasten(replicas.now);
  replicas.run(900, ({ src, dest }) => [src, dest].sort().join() === "n1,n5");
  expect(replicas.read("n5", "x")).toEqual([1]);
});

test("whoever is started again, and whatever the network does: who has caught up knows what any living node has known all along", () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ deliver: fc.nat(), twice: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ lose: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ passMs: fc.nat({ max: 150 }) }) },
    { weight: 1, arbitrary: fc.record({ restart: fc.nat() }) },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 12 }),
      fc.nat(),
      fc.array(step, { maxLength: 200 }),
      (count, keeps, steps) => {
        const replicas = Replicas.acquainted(count);
        const ids = [...replicas.all.keys()];
        const keeper = ids[keeps % count];
        replicas.execute("n0", [["w", "x", 1]]);
        replicas.run(60_000);
        const expectKnown = (): void => {
          for (const id of ids)
            if (replicas.replica(id).isCaughtUp) expect(replicas.read(id, "x")).toEqual([1]);
        };
        for (const one of steps) {
          if ("deliver" in one) replicas.deliver(one.deliver, one.twice);
          else if ("lose" in one) replicas.bag.splice(one.lose % Math.max(1, replicas.bag.length), 1);
          else if ("passMs" in one) {
            replicas.now += one.passMs;
            for (const id of ids) replicas.wake(id);
          } else {
            const id = ids[one.restart % count] ?? "n0";
            if (id !== keeper) replicas.start(id);
          }
          expectKnown();
        }
        replicas.run(60_000);
        expect(ids.filter((id) => !replicas.replica(id).isCaughtUp)).toEqual([]);
        expectKnown();
      },
    ),
    { numRuns: 300 },
  );
});
