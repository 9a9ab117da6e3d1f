import { expect, test } from "vitest";
import { type Deed, interpret } from "./interpret.fixture.ts";
import { keysInTurn } from "./keys-in-turn.ts";
import { limit } from "./limit.ts";
import { clients } from "./on-threads.ts";
import { stagger } from "./stagger.ts";
import { repeat } from "./unfold.ts";

const readsOf = (key: number) => repeat(() => ({ f: "read", value: key }));
const groups = { count: 3, threadsPerGroup: 2 };

function groupOf({ thread }: Deed): number {
  return Math.floor(Number(thread) / groups.threadsPerGroup);
}

test("the first keys go to the groups in order, and a key is one group's alone", () => {
  const generator = clients(keysInTurn(groups, readsOf));
  const { deeds } = interpret(limit(60, stagger(5, generator)), { concurrency: 6, latency: () => 3 });
  expect(new Set(deeds.map(groupOf))).toEqual(new Set([0, 1, 2]));
  for (const deed of deeds) expect(deed.value).toBe(groupOf(deed));
});

test("a group that is done with its key takes the next that nobody has had", () => {
  const generator = clients(keysInTurn(groups, (key) => limit(4, readsOf(key))));
  const { deeds } = interpret(limit(60, stagger(5, generator)), { concurrency: 6, latency: () => 3 });
  const keys = [...new Set(deeds.map(({ value }) => Number(value)))];
  expect(keys.toSorted((a, b) => a - b)).toEqual(keys.map((_, i) => i));
  for (const key of keys) {
    const own = deeds.filter(({ value }) => value === key);
    expect(own.length).toBeLessThanOrEqual(4);
    expect(new Set(own.map(groupOf)).size).toBe(1);
  }
  // At most one key a group is unfinished.
  expect(keys.length).toBeLessThanOrEqual(60 / 4 + groups.count);
  expect(keys.length).toBeGreaterThanOrEqual(60 / 4);
});
