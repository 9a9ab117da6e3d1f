import { array, assert, boolean, constantFrom, property, record } from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../random/random.ts";
import type { Thread } from "./generator.ts";
import { Roster } from "./roster.ts";

const random = Random.fromSeed(1);

test("a thread is busy or free once, and no two threads are ever the same process", () => {
  const deed = record({ thread: constantFrom<Thread>(0, 1, 2, "nemesis"), isLost: boolean() });
  assert(
    property(array(deed), (deeds) => {
      const roster = new Roster(3);
      const busy = new Set<Thread>();
      for (const { thread, isLost } of deeds) {
        if (busy.delete(thread)) {
          if (isLost) roster.retire(thread);
          roster.end(thread);
        } else {
          roster.begin(thread);
          busy.add(thread);
        }
        const { free, processes } = roster.context(0, random);
        expect(new Set(free).size).toBe(free.length);
        expect(free.length + busy.size).toBe(4);
        expect(new Set(processes.values()).size).toBe(4);
      }
    }),
  );
});

test("a new process is the old one plus the concurrency; the nemesis stays itself", () => {
  const roster = new Roster(5);
  roster.retire(2);
  roster.retire(2);
  roster.retire("nemesis");
  const { processes } = roster.context(0, random);
  expect([...processes]).toEqual([
    [0, 0],
    [1, 1],
    [2, 12],
    [3, 3],
    [4, 4],
    ["nemesis", "nemesis"],
  ]);
});
