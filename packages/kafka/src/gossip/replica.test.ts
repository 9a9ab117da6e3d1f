import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Batch } from "./batch.ts";
import { Replica } from "./replica.ts";

const nodeIds = ["n0", "n1", "n2"];
const keys = ["a", "b"];

function replicas(batchLimit = 3): readonly Replica[] {
  return nodeIds.map((id) => new Replica({ id, nodeIds, life: "1", meshUpTo: 8, patienceMs: 200, batchLimit }));
}

/** Has `from` tell `to` something; what is returned brings it there, as often as it is called. */
function speak(from: Replica, to: Replica, options = {}): () => void {
  const sender = nameOf(from);
  const message: Batch = structuredClone(from.batchFor(peerOf(from, nameOf(to)), options));
  return () => {
    expect(to.receive(peerOf(to, sender), message)).toEqual([]);
  };
}

function nameOf({ self }: Replica): string {
  return self.slice(0, self.indexOf("/"));
}

function peerOf(replica: Replica, id: string) {
  const peer = replica.peers.get(id);
  if (peer === undefined) throw new Error(`no peer ${id}`);
  return peer;
}

function offsets(replica: Replica, key: string): readonly number[] {
  return replica.read(key, 0, 1_000).map(({ offset }) => offset);
}

/** All tell all everything until nobody learns anything. */
function exchange(all: readonly Replica[]): void {
  for (let round = 0; round < 60; round += 1) {
    for (const from of all) {
      for (const to of all) {
        if (from === to) continue;
        // Asked for, so that pages follow one another.
        speak(to, from, { ask: true })();
        speak(from, to, { relay: true })();
      }
    }
  }
}

type Step =
  | { readonly kind: "send"; readonly at: number; readonly key: string }
  | { readonly kind: "commit"; readonly at: number; readonly key: string; readonly offset: number }
  | {
      readonly kind: "speak";
      readonly at: number;
      readonly to: number;
      readonly relay: boolean;
      readonly ask: boolean;
    }
  | { readonly kind: "arrive"; readonly which: number; readonly again: boolean }
  | { readonly kind: "read" };

const at = fc.nat({ max: 2 });
const key = fc.constantFrom(...keys);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("send" as const), at, key }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("commit" as const), at, key, offset: fc.nat({ max: 50 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("speak" as const),
      at,
      to: at,
      relay: fc.boolean(),
      ask: fc.boolean(),
    }),
  },
  // Any message on its way may arrive next, may arrive again, and may never arrive.
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("arrive" as const), which: fc.nat(), again: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("read" as const) }) },
);

test("all that is ever read of a log is one sequence cut off somewhere, though messages are lost, doubled and overtake", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: "max" }), (steps) => {
      const all = replicas();
      const onTheirWay: (() => void)[] = [];
      const reads: { readonly key: string; readonly offsets: readonly number[] }[] = [];
      const given = new Map<string, number[]>(keys.map((each) => [each, []]));
      const node = (index: number): Replica => all[index] ?? fail();
      for (const each of steps) {
        if (each.kind === "send") given.get(each.key)?.push(node(each.at).send(each.key, null).offset);
        else if (each.kind === "commit") node(each.at).commit(each.key, each.offset);
        else if (each.kind === "speak") {
          if (each.at !== each.to) onTheirWay.push(speak(node(each.at), node(each.to), each));
        } else if (each.kind === "arrive") {
          const which = each.which % Math.max(1, onTheirWay.length);
          onTheirWay[which]?.();
          if (!each.again) onTheirWay.splice(which, 1);
        } else
          for (const one of all) for (const log of keys) reads.push({ key: log, offsets: offsets(one, log) });
      }
      exchange(all);
      for (const log of keys) {
        const whole = [...(given.get(log) ?? [])].sort((a, b) => a - b);
        expect(new Set(whole).size).toBe(whole.length);
        for (const one of all) expect(offsets(one, log)).toEqual(whole);
        for (const read of reads.filter((some) => some.key === log))
          expect(read.offsets).toEqual(whole.slice(0, read.offsets.length));
        expect(new Set(all.map((one) => one.committed(log))).size).toBe(1);
      }
    }),
    { numRuns: 300 },
  );
});

function fail(): never {
  throw new Error("no such node");
}

describe("an entry is handed out", () => {
  test("by its own node only when all others have said that they have it", () => {
    const [n0, n1, n2] = replicas();
    if (!n0 || !n1 || !n2) return fail();
    n0.send("a", "hello");
    expect(offsets(n0, "a")).toEqual([]);
    speak(n0, n1)();
    speak(n1, n0)();
    expect(offsets(n0, "a")).toEqual([]);
    speak(n0, n2)();
    speak(n2, n0)();
    expect(offsets(n0, "a")).toEqual([0]);
  });

  test("not on the word of a node whose earlier message is still on its way, because that may lie below", () => {
    const [n0, n1] = ["n0", "n1"].map(
      (id) => new Replica({ id, nodeIds: ["n0", "n1"], life: "1", meshUpTo: 8, patienceMs: 200, batchLimit: 10 }),
    );
    if (!n0 || !n1) return fail();
    n0.send("a", "zeroth");
    n0.send("a", "second");
    const delayed = [n1.send("a", "first"), speak(n1, n0)] as const;
    speak(n0, n1)();
    speak(n1, n0)();
    expect(offsets(n0, "a")).toEqual([]);
    delayed[1]();
    speak(n1, n0)();
    expect(offsets(n0, "a")).toEqual([0, 1, 2]);
  });
});

test("a node that has forgotten everything gets back what others have, its own sends included, and goes on above them", () => {
  const [n0, n1, n2] = replicas();
  if (!n0 || !n1 || !n2) return fail();
  n1.send("a", "before the crash");
  exchange([n0, n1, n2]);
  const reborn = new Replica({ id: "n1", nodeIds, life: "2", meshUpTo: 8, patienceMs: 200, batchLimit: 3 });
  expect(reborn.isCaughtUp).toBe(false);
  exchange([n0, reborn, n2]);
  expect(reborn.isCaughtUp).toBe(true);
  expect(offsets(reborn, "a")).toEqual([1]);
  expect(reborn.send("a", "after it").offset).toBeGreaterThan(1);
  exchange([n0, reborn, n2]);
  for (const one of [n0, reborn, n2])
    expect(one.read("a", 0, 10).map(({ msg }) => msg)).toEqual(["before the crash", "after it"]);
});

test("a message of a life that is over says nothing of what its node has now", () => {
  const [n0, n1, n2] = replicas();
  if (!n0 || !n1 || !n2) return fail();
  exchange([n0, n1, n2]);
  n0.send("a", "hello");
  for (const other of [n1, n2]) speak(n0, other)();
  const lastWords = speak(n1, n0);
  const reborn = new Replica({ id: "n1", nodeIds, life: "2", meshUpTo: 8, patienceMs: 200, batchLimit: 3 });
  speak(reborn, n0, { ask: true })();
  lastWords();
  speak(n2, n0)();
  expect(n0.copies(1)).toBe(1);
  expect(offsets(n0, "a")).toEqual([]);
});

test("committed offsets do not go back, whoever commits", () => {
  const [n0, n1, n2] = replicas();
  if (!n0 || !n1 || !n2) return fail();
  n0.commit("a", 7);
  n1.commit("a", 5);
  exchange([n0, n1, n2]);
  n2.commit("a", 6);
  exchange([n0, n1, n2]);
  expect([n0, n1, n2].map((one) => one.committed("a"))).toEqual([7, 7, 7]);
  expect(n0.committed("b")).toBeUndefined();
});

test("no batch carries more events than it may, however long a node was away", () => {
  const [n0, n1] = replicas(5);
  if (!n0 || !n1) return fail();
  for (let i = 0; i < 23; i += 1) n0.send("a", i);
  const sizes: number[] = [];
  let more: boolean | undefined = true;
  while (more) {
    const message = n0.batchFor(peerOf(n0, "n1"));
    sizes.push(message.sections.reduce((sum, { events }) => sum + events.length, 0));
    n1.receive(peerOf(n1, "n0"), message);
    more = message.more;
  }
  expect(sizes).toEqual([5, 5, 5, 5, 3]);
});
