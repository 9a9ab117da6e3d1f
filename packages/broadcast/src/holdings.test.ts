import fc from "fast-check";
import { expect, test } from "vitest";
import { Holdings } from "./holdings.ts";
import { Store } from "./store.ts";

function storeOf(count: number, origin = "n0:0"): Store {
  const store = new Store();
  for (let value = 0; value < count; value += 1) store.append(origin, value);
  return store;
}

test("a long history goes in batches", () => {
  const holdings = new Holdings();
  const store = storeOf(5);
  const first = holdings.lacking(store, 2);
  expect(first).toEqual({ runs: [["n0:0", 0, [0, 1]]], more: true });
  holdings.noteSent(first.runs);
  holdings.noteSent(holdings.lacking(store, 2).runs);
  expect(holdings.lacking(store, 2)).toEqual({ runs: [["n0:0", 4, [4]]], more: false });
});

test("long values go in batches that a node can read", () => {
  const store = new Store();
  for (let value = 0; value < 40; value += 1) store.append("n0:0", `${value}${"x".repeat(2 ** 20)}`);
  const holdings = new Holdings();
  const counts: number[] = [];
  for (let more = true; more; ) {
    const batch = holdings.lacking(store, 5_000);
    holdings.noteSent(batch.runs);
    counts.push(...batch.runs.map(([, , values]) => values.length));
    more = batch.more;
  }
  expect(counts).toEqual([15, 15, 10]);
});

test("one that has lost its memory lacks everything again", () => {
  const holdings = new Holdings();
  const store = storeOf(2);
  holdings.note("n0:0", 2);
  expect(holdings.lacking(store, 9).runs).toEqual([]);
  expect(holdings.includeAll(store)).toBe(true);
  holdings.forgetAll();
  expect(holdings.includeAll(store)).toBe(false);
  expect(holdings.lacking(store, 9).runs).toEqual([["n0:0", 0, [0, 1]]]);
});

test("a guess is wrong as long as the peer is not known to have all of it", () => {
  const hub = new Holdings();
  hub.note("n0:0", 3);
  const heir = new Holdings();
  heir.presumeLike(hub);
  heir.note("n0:0", 2);
  expect(heir.areOverestimated).toBe(true);
  heir.note("n0:0", 3);
  expect(heir.areOverestimated).toBe(false);
});

/** What may happen on the way to a peer that takes in a run only where its prefix ends. */
const event = fc.oneof(
  fc.record({ kind: fc.constant("append" as const), origin: fc.constantFrom("a", "b") }),
  fc.record({
    kind: fc.constant("send" as const),
    limit: fc.integer({ min: 1, max: 4 }),
    arrives: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom("acknowledge" as const, "lose" as const) }),
);

test("whatever is lost, the peer is never thought to have more than it has, and gets all in the end", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const store = new Store();
      const peer = new Store();
      const holdings = new Holdings();
      const send = (limit: number, arrives: boolean): boolean => {
        const { runs, more } = holdings.lacking(store, limit);
        holdings.noteSent(runs);
        if (arrives) for (const run of runs) peer.merge(run);
        return more;
      };
      const acknowledge = (): void => {
        for (const [origin, count] of peer.counts) holdings.note(origin, count);
      };
      for (const one of events) {
        if (one.kind === "append") store.append(one.origin, store.size);
        else if (one.kind === "send") send(one.limit, one.arrives);
        else if (one.kind === "acknowledge") acknowledge();
        else holdings.forgetSent();
        if (holdings.includeAll(store)) expect(peer.size).toBe(store.size);
      }
      acknowledge();
      holdings.forgetSent();
      while (send(3, true));
      expect(new Map(peer.counts)).toEqual(new Map(store.counts));
    }),
  );
});
