import { describe, expect, test } from "vitest";
import type { Origin } from "./origin.ts";
import { longestPauseMs, Outbox } from "./outbox.ts";
import { RegisterStore } from "./register-store.ts";

const nothing: readonly number[] = [];
const self: Origin = { place: 0, life: 1, slot: 0 };
const other: Origin = { place: 1, life: 1, slot: 1 };

function setUp(partSize = 10) {
  const store = new RegisterStore(self);
  const outbox = new Outbox(store, { partSize, answerWithinMs: 400 });
  const write = (...keys: readonly number[]): void => {
    for (const key of keys) store.commit([[key, "value"]]);
  };
  /** What is sent at a time: of each part where it begins and ends, and its keys. */
  const sent = (now: number): unknown =>
    outbox.parts(now).map(({ after, upTo, versions }) => [after, upTo, versions.map(({ key }) => key)]);
  return { store, outbox, write, sent };
}

describe("an outbox", () => {
  test("sends each change once while answers come", () => {
    const { outbox, write, sent } = setUp();
    write(1, 2);
    expect(sent(0)).toEqual([[-1, 2, [1, 2]]]);
    write(3);
    expect(sent(100)).toEqual([[2, 3, [3]]]);
    outbox.learn(nothing, 3, null, 150);
    expect(sent(200)).toEqual([]);
    expect(outbox.retryAt).toBe(Infinity);
  });

  test("of a register that changed twice sends the last version alone", () => {
    const { write, sent } = setUp();
    write(1, 2, 1);
    expect(sent(0)).toEqual([[-1, 3, [2, 1]]]);
  });

  test("leaves out what the other one knows, and says nothing at all if that is all", () => {
    const { store, outbox, write, sent } = setUp();
    write(1);
    store.merge([{ key: 2, identity: "2", value: "theirs", counter: 5, origin: other }], [0, 5]);
    outbox.learn([0, 5], 0, null, 0);
    expect(sent(0)).toEqual([[0, 2, [1]]]);
    outbox.learn([1, 5], 2, null, 10);
    store.merge([{ key: 3, identity: "3", value: "theirs", counter: 6, origin: other }], [0, 6]);
    outbox.learn([1, 6], 2, null, 20);
    expect(sent(100)).toEqual([]);
  });

  test("cuts into parts what is too much for one", () => {
    const { write, sent } = setUp(2);
    write(1, 2, 3, 4, 5);
    expect(sent(0)).toEqual([
      [-1, 2, [1, 2]],
      [2, 4, [3, 4]],
      [4, 5, [5]],
    ]);
  });

  test("cuts into parts what is too long for one", () => {
    const { store, sent } = setUp(100);
    for (let key = 1; key <= 40; key += 1) store.commit([[key, "x".repeat(2 ** 20)]]);
    const keys = Array.from({ length: 40 }, (_, index) => index + 1);
    expect(sent(0)).toEqual([
      [-1, 15, keys.slice(0, 15)],
      [15, 30, keys.slice(15, 30)],
      [30, 40, keys.slice(30)],
    ]);
  });

  test("has 16 parts under way at most if they are long", () => {
    const { store, outbox, sent } = setUp(1);
    for (let key = 1; key <= 40; key += 1) store.commit([[key, "x".repeat(2 ** 23)]]);
    // One more has all the room that there is beyond them.
    expect(sent(0)).toHaveLength(17);
    expect(sent(100)).toHaveLength(0);
    outbox.learn(nothing, 10, null, 150);
    expect(outbox.hasNews).toBe(true);
    expect(sent(200)).toHaveLength(10);
  });

  test("has 256 under way if they are short, as it might never catch up with who writes much", () => {
    const { outbox, write, sent } = setUp(1);
    write(...Array.from({ length: 600 }, (_, key) => key));
    expect(sent(0)).toHaveLength(256);
    expect(sent(100)).toHaveLength(0);
    outbox.learn(nothing, 250, null, 150);
    expect(outbox.hasNews).toBe(true);
    expect(sent(200)).toHaveLength(250);
  });

  test("sends again from where the other one has heard, one part alone, until that is answered", () => {
    const { outbox, write, sent } = setUp(1);
    write(1, 2, 3);
    expect(sent(0)).toHaveLength(3);
    outbox.learn(nothing, 1, null, 10);
    expect(sent(409)).toEqual([]);
    expect(sent(410)).toEqual([[1, 2, [2]]]);
    outbox.learn(nothing, 2, null, 420);
    expect(sent(430)).toEqual([[2, 3, [3]]]);
  });

  test("tries ever more rarely, though every two seconds, and says since when it waits", () => {
    const { outbox, write, sent } = setUp();
    write(1);
    sent(0);
    expect(outbox.unansweredSince).toBe(0);
    const tries: number[] = [];
    for (let now = 0; tries.length < 6; now = outbox.retryAt) {
      if (now > 0) {
        sent(now);
        tries.push(now);
      }
    }
    expect(tries).toEqual([400, 1_200, 2_800, 4_800, 6_800, 8_800]);
    expect(longestPauseMs).toBe(2_000);
    expect(outbox.unansweredSince).toBe(0);
    outbox.learn(nothing, 1, null, 9_000);
    expect(outbox.unansweredSince).toBe(Infinity);
  });

  test("says since when it has waited for what is under way, whatever is answered that went before it", () => {
    const { outbox, write, sent } = setUp();
    for (let key = 1; key <= 4; key += 1) {
      write(key);
      sent(100 * key);
    }
    expect(outbox.unansweredSince).toBe(100);
    outbox.learn(nothing, 2, null, 350);
    expect(outbox.unansweredSince).toBe(300);
    outbox.learn(nothing, 4, null, 450);
    expect(outbox.unansweredSince).toBe(Infinity);
  });

  test("waits as long as an answer may take, also where that is longer than two seconds", () => {
    const store = new RegisterStore(self);
    const outbox = new Outbox(store, { partSize: 10, answerWithinMs: 40_000 });
    store.commit([[1, "value"]]);
    outbox.parts(0);
    expect(outbox.retryAt).toBe(40_000);
  });

  test("does not take one that stood still for a slow network, so that it is back soon after a heal", () => {
    const { outbox, write, sent } = setUp();
    write(1);
    sent(0);
    // Stood still for six seconds; and then the link is cut.
    outbox.learn(nothing, 1, 0, 6_000);
    write(2);
    const attempts = [6_000];
    sent(6_000);
    while (attempts.length < 8) {
      attempts.push(outbox.retryAt);
      sent(outbox.retryAt);
    }
    const pauses = attempts.map((at, index) => at - (attempts[index - 1] ?? at));
    expect(Math.max(...pauses)).toBe(longestPauseMs);
  });

  test("makes whole what it has begun, also if the other one got the rest from elsewhere", () => {
    const { outbox, write, sent } = setUp(1);
    write(...Array.from({ length: 260 }, (_, key) => key));
    expect(sent(0)).toHaveLength(256);
    outbox.learn([260, 0], 256, null, 50);
    // All that is left is known; but it was promised that there would be something up to change 260.
    expect(sent(100)).toEqual([[256, 260, []]]);
  });

  test("does not believe that more was heard than there is", () => {
    const { outbox, write, sent } = setUp();
    write(1);
    outbox.learn(nothing, 7, null, 0);
    expect(sent(0)).toEqual([[-1, 1, [1]]]);
  });
});
