import { expect, test } from "vitest";
import type { Origin } from "./origin.ts";
import { RegisterStore } from "./register-store.ts";

const n0: Origin = { place: 0, life: 1, slot: 0 };
const n1: Origin = { place: 1, life: 1, slot: 1 };

function versions(store: RegisterStore): Parameters<RegisterStore["merge"]>[0] {
  return [...store.after(0)].map(({ value }) => value);
}

test("of two writes that know nothing of each other the one of the later node stays, in whatever order they meet", () => {
  const [first, second] = [new RegisterStore(n0), new RegisterStore(n1)];
  first.commit([["x", "first"]]);
  second.commit([["x", "second"]]);
  const [ofFirst, ofSecond] = [versions(first), versions(second)];
  first.merge(ofSecond, second.known);
  second.merge(ofFirst, [1, 0]);
  expect([first.read("x"), second.read("x")]).toEqual(["second", "second"]);
});

test("a write is newer than everything that its node knew, also than what it knew only as overwritten", () => {
  const store = new RegisterStore(n0);
  // Transaction 7 of the other node has been overwritten there: it is known, but nothing of it is seen.
  store.merge([], [0, 7]);
  expect(store.commit([["x", 1]])).toBe(8);
  expect(store.known).toEqual([8, 7]);
});

test("merging a state twice, or an older one, changes nothing", () => {
  const [store, other] = [new RegisterStore(n0), new RegisterStore(n1)];
  other.commit([["x", 1]]);
  const old = versions(other);
  other.commit([["x", 2]]);
  store.merge(versions(other), other.known);
  const { changes } = store;
  store.merge(versions(other), other.known);
  store.merge(old, [0, 1]);
  expect([store.read("x"), store.changes, store.known]).toEqual([2, changes, [0, 2]]);
});
