import { expect, test } from "vitest";
import { Link } from "./link.ts";
import { Store } from "./store.ts";
import type { Gossip } from "./wire.ts";

const from = (message: Partial<Gossip>): Gossip => ({
  n: 1,
  heard: 0,
  life: "0",
  path: [],
  round: 0,
  ...message,
});

function storeOf(count: number): Store {
  const store = new Store();
  for (let value = 0; value < count; value += 1) store.append("n0:0", value);
  return store;
}

/** Sends what is lacking, and returns it. */
function push(link: Link, store: Store): readonly unknown[] {
  const { runs } = link.holdings.lacking(store, 100);
  link.number(runs);
  return runs.flatMap(([, first, values]) => [first, ...values]);
}

test("what is under way is not sent again; what is lost is", () => {
  const link = new Link("n1", ["n0"]);
  const store = storeOf(2);
  expect(push(link, store)).toEqual([0, 0, 1]);
  expect(push(link, store)).toEqual([]);
  link.hear(from({ heard: 0 }), 0, 100);
  expect(push(link, store)).toEqual([]);
  // The peer has heard the second message and acknowledges nothing: so the first was lost.
  link.hear(from({ n: 2, heard: 2 }), 0, 100);
  expect(link.hasLost).toBe(true);
  expect(push(link, store)).toEqual([0, 0, 1]);
});

test("what is acknowledged is never sent again", () => {
  const link = new Link("n1", ["n0"]);
  const store = storeOf(2);
  push(link, store);
  link.hear(from({ heard: 1, have: [["n0:0", 2]] }), 0, 100);
  store.append("n0:0", 2);
  expect(push(link, store)).toEqual([2, 2]);
  link.holdings.forgetSent();
  expect(push(link, store)).toEqual([2, 2]);
});

test("what is presumed counts until the peer has said what it has", () => {
  const store = storeOf(3);
  const hub = new Link("n0", []);
  hub.hear(from({ have: [["n0:0", 3]] }), 0, 100);
  const heir = new Link("n1", ["n0"]);
  heir.holdings.presumeLike(hub.holdings);
  expect(push(heir, store)).toEqual([]);
  heir.hear(from({ have: [["n0:0", 1]], full: true }), 0, 100);
  expect(heir.wasMisjudged).toBe(true);
  expect(push(heir, store)).toEqual([1, 1, 2]);
});

test("only hearing a message that was not answered in time ends a suspicion", () => {
  const link = new Link("n1", ["n0"]);
  link.await(link.number([]), 0, 100, true);
  link.suspect(0);
  expect(link.hear(from({ n: 1, heard: 0 }), 0, 100)).toBe(false);
  expect(link.hear(from({ n: 2, heard: 1 }), 0, 100)).toBe(true);
});

test("of messages that overtake each other, the later one says who is the peer's hub", () => {
  const link = new Link("n1", ["n0"]);
  link.hear(from({ n: 2, path: ["n0"] }), 0, 100);
  link.hear(from({ n: 1, path: ["n5"] }), 0, 100);
  expect(link.hub).toBe("n0");
});

test("a peer that has started anew is asked what it has before it is sent anything", () => {
  const link = new Link("n1", ["n0"]);
  const store = storeOf(1);
  link.hear(from({ n: 7, have: [["n0:0", 1]] }), 0, 100);
  link.hear(from({ n: 1, life: "1" }), 0, 100);
  expect(link.isUnsure).toBe(true);
  expect(link.heard).toBe(1);
  link.hear(from({ n: 2, life: "1", full: true }), 0, 100);
  expect(link.isUnsure).toBe(false);
  expect(push(link, store)).toEqual([0, 0]);
});
