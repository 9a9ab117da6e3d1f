import { probe } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { Joining } from "./joining.ts";

/** Joining by hand: what has been done, in that order, and how often the replica was told to hurry. */
async function joining(withinMs = 1_000) {
  const { node, world } = await probe(() => {});
  const done: unknown[] = [];
  const replica = {
    isCaughtUp: false,
    hastened: 0,
    hasten() {
      this.hastened += 1;
    },
  };
  const subject = new Joining(node, replica, withinMs);
  const work = (what: unknown): void => {
    void subject.whenOver(() => done.push(what));
  };
  return { subject, replica, done, work, world };
}

describe("transactions", () => {
  test("wait until the node has caught up, and then for nothing", async () => {
    const { subject, replica, done, work, world } = await joining();
    work(1);
    await world.advance(500);
    expect(done).toEqual([]);
    replica.isCaughtUp = true;
    subject.review();
    await world.settle();
    expect(done).toEqual([1]);
    replica.isCaughtUp = false;
    work(2);
    expect(done).toEqual([1, 2]);
    // Nor is a timer left.
    expect(world.clock.nextDue).toBeUndefined();
  });

  test("do not wait if the node has caught up before the first one", async () => {
    const { subject, replica, done, work } = await joining();
    replica.isCaughtUp = true;
    subject.review();
    work(1);
    expect(done).toEqual([1]);
    expect(replica.hastened).toBe(0);
  });

  test("wait for so long at the most, and make the replica hurry once", async () => {
    const { replica, done, work, world } = await joining(700);
    work(1);
    await world.advance(600);
    work(2);
    expect(done).toEqual([]);
    await world.advance(100);
    expect(done).toEqual([1, 2]);
    work(3);
    expect(done).toEqual([1, 2, 3]);
    expect(replica.hastened).toBe(1);
  });

  test("are not overtaken by one that comes at the very moment", async () => {
    const { subject, replica, done, work, world } = await joining();
    work(1);
    replica.isCaughtUp = true;
    subject.review();
    work(2);
    await world.settle();
    expect(done).toEqual([1, 2]);
  });
});
