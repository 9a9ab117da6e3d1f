import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Batch } from "./batch.ts";
import { Replica } from "./replica.ts";

const keys = ["a", "b"];

interface Shape {
  readonly nodes: number;
  /** 1 makes a tree of every cluster. */
  readonly meshUpTo: number;
  readonly batchLimit: number;
}

const threeInMesh: Shape = { nodes: 3, meshUpTo: 8, batchLimit: 3 };

function replicaOf({ nodes, meshUpTo, batchLimit }: Shape, index: number, life = "1"): Replica {
  const nodeIds = Array.from({ length: nodes }, (_, each) => `n${each}`);
  return new Replica({ id: `n${index}`, nodeIds, life, meshUpTo, patienceMs: 200, batchLimit });
}

/** Replicas that have never crashed. */
function replicas(shape: Partial<Shape> = {}): readonly Replica[] {
  const whole = { ...threeInMesh, ...shape };
  const all = Array.from({ length: whole.nodes }, (_, index) => replicaOf(whole, index));
  for (const one of all) one.joining.end();
  return all;
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

/** What is read, as "offset: message". */
function entries(replica: Replica, key: string): readonly string[] {
  return replica.read(key, 0, 1_000).map(({ offset, msg }) => `${offset}: ${msg}`);
}

/** All tell all that they speak to everything, until nobody waits for anything. */
function exchange(all: readonly Replica[]): void {
  for (let round = 0; !all.every(isContent); round += 1) {
    expect(round, "there is no end to what they have to say").toBeLessThan(200);
    for (const from of all) {
      for (const to of all) {
        if (!from.peers.has(nameOf(to))) continue;
        // Asked for, so that pages follow one another.
        speak(to, from, { ask: true })();
        speak(from, to, { answer: true, relay: true })();
      }
    }
  }
}

/** Whether a replica has heard of everybody, has nothing to say, and waits for no promise. */
function isContent(replica: Replica): boolean {
  return [...replica.peers.values()].every((peer) => {
    replica.review(peer, 0);
    const isDone = peer.self !== undefined && peer.patience.askAt === undefined;
    return isDone && !peer.isPaging && replica.newsFor(peer) === undefined;
  });
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
  | { readonly kind: "read" }
  | { readonly kind: "crash"; readonly at: number };

const shape: fc.Arbitrary<Shape> = fc.record({
  nodes: fc.integer({ min: 2, max: 7 }),
  meshUpTo: fc.constantFrom(1, 8),
  batchLimit: fc.constantFrom(2, 3, 100),
});
const at = fc.nat();
const key = fc.constantFrom(...keys);
const steps: readonly fc.WeightedArbitrary<Step>[] = [
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("send" as const), at, key }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("commit" as const), at, key, offset: fc.nat({ max: 50 }) }),
  },
  {
    weight: 6,
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
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("arrive" as const), which: fc.nat(), again: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("read" as const) }) },
];
const crash = { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const), at }) };

interface Course {
  readonly all: readonly Replica[];
  readonly given: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly reads: readonly { readonly key: string; readonly entries: readonly string[] }[];
}

/**
 * Has a cluster live through all this and, in the end, tell each other everything. Nodes but the first one crash; as in
 * `GossipLog`, they wait until they have caught up before they send or read. What they sent just before is lost, but not what
 * they said of themselves: that may come late, even after the first words of the next life.
 */
function live(shape: Shape, course: readonly Step[]): Course {
  const all = [...replicas(shape)];
  let onTheirWay: { readonly from: number; readonly to: number; readonly message: Batch }[] = [];
  const reads: { readonly key: string; readonly entries: readonly string[] }[] = [];
  const given = new Map<string, Map<number, number>>(keys.map((each) => [each, new Map()]));
  const node = (index: number): Replica => all[index % all.length] ?? fail();
  const receive = ({ from, to, message }: { from: number; to: number; message: Batch }): void => {
    const replica = node(to);
    expect(replica.receive(peerOf(replica, `n${from}`), structuredClone(message))).toEqual([]);
    if (replica.joining.isCaughtUp) replica.joining.end();
    if (message.ask) say(to, from, { answer: true, relay: true });
  };
  const say = (from: number, to: number, options = {}): void => {
    const peer = node(from).peers.get(`n${to}`);
    if (peer !== undefined) onTheirWay.push({ from, to, message: node(from).batchFor(peer, options) });
  };
  for (const [number, each] of course.entries()) {
    if (each.kind === "send") {
      if (node(each.at).joining.isOver)
        given.get(each.key)?.set(node(each.at).send(each.key, number).offset, number);
    } else if (each.kind === "commit") node(each.at).commit(each.key, each.offset);
    else if (each.kind === "speak") say(each.at % all.length, each.to % all.length, each);
    else if (each.kind === "arrive") {
      const which = each.which % Math.max(1, onTheirWay.length);
      const arriving = onTheirWay[which];
      if (arriving !== undefined) receive(arriving);
      if (!each.again) onTheirWay.splice(which, 1);
    } else if (each.kind === "crash") {
      const dead = 1 + (each.at % (all.length - 1));
      onTheirWay = onTheirWay.map((each) =>
        each.from === dead ? { ...each, message: { ...each.message, sections: [] } } : each,
      );
      all[dead] = replicaOf(shape, dead, `after ${number}`);
    } else
      for (const one of all)
        if (one.joining.isOver) for (const log of keys) reads.push({ key: log, entries: entries(one, log) });
  }
  exchange(all);
  return { all, given, reads };
}

test("all that is ever read of a log is one sequence cut off somewhere, though messages are lost, doubled and overtake", () => {
  fc.assert(
    fc.property(shape, fc.array(fc.oneof(...steps), { maxLength: 160, size: "max" }), (drawn, course) => {
      const { all, given, reads } = live(drawn, course);
      for (const log of keys) {
        const whole = [...(given.get(log) ?? [])]
          .sort(([a], [b]) => a - b)
          .map(([offset, msg]) => `${offset}: ${msg}`);
        for (const one of all) expect(entries(one, log)).toEqual(whole);
        for (const read of reads.filter((some) => some.key === log))
          expect(read.entries).toEqual(whole.slice(0, read.entries.length));
        expect(new Set(all.map((one) => one.committed(log))).size).toBe(1);
      }
    }),
    { numRuns: 300 },
  );
});

test("also if nodes crash and come back, as long as one does not, and those that come back can catch up", () => {
  fc.assert(
    fc.property(
      shape,
      fc.array(fc.oneof(...steps, crash), { maxLength: 160, size: "max" }),
      (drawn, course) => {
        const { all, reads } = live(drawn, course);
        for (const log of keys) {
          const whole = entries(all[0] ?? fail(), log);
          for (const one of all) expect(entries(one, log)).toEqual(whole);
          for (const read of reads.filter((some) => some.key === log)) {
            // What a node had told nobody of its consumers may have read all the same. It is lost, but in no one's way.
            const kept = read.entries.filter((entry) => whole.includes(entry));
            expect(kept).toEqual(whole.slice(0, kept.length));
          }
        }
      },
    ),
    { numRuns: 1_000 },
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
    const [n0, n1] = replicas({ nodes: 2, batchLimit: 10 });
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
  const reborn = replicaOf(threeInMesh, 1, "2");
  expect(reborn.joining.isCaughtUp).toBe(false);
  exchange([n0, reborn, n2]);
  expect(reborn.joining.isCaughtUp).toBe(true);
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
  const reborn = replicaOf(threeInMesh, 1, "2");
  speak(reborn, n0, { ask: true })();
  lastWords();
  speak(n2, n0)();
  expect(n0.copies(1)).toBe(1);
  expect(offsets(n0, "a")).toEqual([]);
});

test("the first word of a life that comes after a word of the next one does not silence that for ever", () => {
  const [n0, n1] = replicas({ nodes: 2 });
  if (!n0 || !n1) return fail();
  const firstWord = speak(n1, n0);
  const reborn = replicaOf({ ...threeInMesh, nodes: 2 }, 1, "2");
  speak(reborn, n0)();
  firstWord();
  // What n0 asks now the dead cannot answer any more.
  speak(n0, reborn)();
  speak(reborn, n0, { answer: true })();
  firstWord();
  n0.send("a", "hello");
  exchange([n0, reborn]);
  expect(offsets(n0, "a")).toEqual([0]);
});

test.each([
  ["a mesh", threeInMesh],
  // n0 is the root, n1 and n2 are below it; n3 is below n1.
  ["a tree", { nodes: 4, meshUpTo: 1, batchLimit: 100 }],
])("in %s a node that crashed promises nothing before it knows what it had sent", (_, drawn) => {
  const all = replicas(drawn);
  const [n0, n1, n2] = all;
  const last = all.at(-1);
  if (!n0 || !n1 || !n2 || !last) return fail();
  last.send("a", "of the last one");
  if (n2 === last) speak(last, n0)();
  const word = last.batchFor(peerOf(last, "n1"));
  const { offset } = n1.send("a", "below that");
  // Nobody else has heard of it when n1 crashes, and what the last one had said before comes only then.
  speak(n1, last)();
  const reborn = replicaOf(drawn, 1, "2");
  reborn.receive(peerOf(reborn, nameOf(last)), structuredClone(word));
  if (n2 !== last) {
    speak(reborn, n0)();
    speak(n0, n2)();
    speak(n2, n0)();
  }
  speak(n0, reborn)();
  speak(reborn, n0)();
  expect(offsets(n0, "a")).toEqual([]);
  exchange(all.map((one) => (one === n1 ? reborn : one)));
  expect(offsets(n0, "a")).toContain(offset);
});

test("whoever speaks for a node that has crashed takes back what it promised for that one", () => {
  // n0 is the root, n1 and n2 are below it; n3 is below n1, n4 below n2.
  const tree: Shape = { nodes: 5, meshUpTo: 1, batchLimit: 100 };
  const [n0, n1, n2, n3, n4] = replicas(tree);
  if (!n0 || !n1 || !n2 || !n3 || !n4) return fail();
  exchange([n0, n1, n2, n3, n4]);
  n0.send("a", "hello");
  speak(n0, n1)();
  speak(n1, n3)();
  speak(n3, n1)();
  const late = speak(n1, n0);
  speak(n1, n0)();
  // It has not heard of the send, so it might put something below it.
  const reborn = replicaOf(tree, 3, "2");
  speak(reborn, n1, { ask: true })();
  speak(n1, n0)();
  // What was said before the crash comes only now.
  late();
  speak(n0, n2)();
  speak(n2, n4)();
  speak(n4, n2)();
  speak(n2, n0)();
  expect(offsets(n0, "a")).toEqual([]);
  speak(n1, reborn, { answer: true })();
  speak(reborn, n1)();
  speak(n1, n0)();
  expect(offsets(n0, "a")).toEqual([0]);
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
  const [n0, n1] = replicas({ batchLimit: 5 });
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
