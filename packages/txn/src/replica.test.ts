import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestPauseMs } from "./outbox.ts";
import { Replicas } from "./replicas.fixture.ts";
import type { WirePart } from "./wire.ts";

const place = fc.nat({ max: 99 });

/** Everything that can happen to replicas, in any order. */
const happening = fc.oneof(
  fc.record({
    kind: fc.constant("write"),
    at: place,
    keys: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant("pass"), ms: fc.nat({ max: 1_500 }) }),
  fc.record({ kind: fc.constant("wake"), at: place }),
  fc.record({ kind: fc.constant("wake all") }),
  fc.record({ kind: fc.constant("deliver"), index: place, twice: fc.boolean() }),
  fc.record({ kind: fc.constant("deliver"), index: place, twice: fc.constant(false) }),
  fc.record({ kind: fc.constant("lose"), index: place }),
  fc.record({ kind: fc.constant("crash"), at: place }),
) as fc.Arbitrary<Happening>;

type Happening =
  | { readonly kind: "write"; readonly at: number; readonly keys: readonly number[] }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "wake"; readonly at: number }
  | { readonly kind: "wake all" }
  | { readonly kind: "deliver"; readonly index: number; readonly twice: boolean }
  | { readonly kind: "lose"; readonly index: number }
  | { readonly kind: "crash"; readonly at: number };

function happen(replicas: Replicas, event: Happening, value: number): void {
  const ids = [...replicas.all.keys()];
  const idOf = (index: number): string => ids[index % ids.length] ?? "n0";
  switch (event.kind) {
    case "write":
      replicas.execute(
        idOf(event.at),
        event.keys.map((key) => ["w", key, value]),
      );
      break;
    case "pass":
      replicas.now += event.ms;
      break;
    case "wake":
      replicas.wake(idOf(event.at));
      break;
    case "wake all":
      for (const id of ids) replicas.wake(id);
      break;
    case "deliver":
      replicas.deliver(event.index, event.twice);
      break;
    case "lose":
      replicas.bag.splice(event.index % Math.max(1, replicas.bag.length), 1);
      break;
    case "crash":
      replicas.start(idOf(event.at));
  }
}

/** Replicas to which all of `events` has happened, the invariant being expected after each. */
function afterAll(replicas: Replicas, events: readonly Happening[]): Replicas {
  for (const [value, event] of events.entries()) {
    happen(replicas, event, value);
    replicas.expectInvariant();
  }
  return replicas;
}

const story = fc.array(happening, { maxLength: 150, size: "max" });

describe("whatever the network does", () => {
  test("each replica shows all of what it knows and nothing else, knows every cause of it, and all become the same and silent, crashes or not", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 3, 7),
        fc.integer({ min: 1, max: 4 }),
        story,
        (count, partSize, events) => {
          const replicas = afterAll(new Replicas(count, { partSize, patience: 700 }), events);
          replicas.run(60_000);
          replicas.expectInvariant();
          for (const id of replicas.all.keys()) expect(replicas.state(id)).toEqual(replicas.state("n0"));
          expect(replicas.isSilent).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);

  const mutations: readonly (readonly [name: string, alter: (part: WirePart) => WirePart])[] = [
    ["parts that are merged before the rest of the state is there", (part) => ({ ...part, end: part.upTo })],
    ["parts that leave out a version", (part) => ({ ...part, versions: part.versions.slice(1) })],
    ["parts that hide a gap before them", (part) => ({ ...part, after: -1 })],
    [
      "versions with the timestamp of another transaction",
      (part) => ({
        ...part,
        versions: part.versions.map(([key, value, , origin]) => [key, value, 1, origin]),
      }),
    ],
  ];
  test.each(mutations)(
    "and this is noticed: %s",
    (_, alter) => {
      const property = fc.property(fc.constantFrom(2, 3), story, (count, events) => {
        const replicas = new Replicas(count, { partSize: 2 });
        replicas.alter = (message) =>
          message.part === undefined ? message : { ...message, part: alter(message.part) };
        afterAll(replicas, events);
      });
      expect(fc.check(property, { numRuns: 300, endOnFailure: true }).failed).toBe(true);
    },
    60_000,
  );
});

describe("two replicas", () => {
  test("a change waits for others for an interval, and then all go in one message", () => {
    const replicas = Replicas.acquainted(2, { interval: 100 });
    replicas.execute("n0", [["w", 1, 10]]);
    replicas.run(99);
    expect(replicas.sent).toBe(0);
    replicas.execute("n0", [["w", 2, 20]]);
    replicas.run(1);
    expect(replicas.sent).toBe(1);
    expect(replicas.read("n1", 1, 2)).toEqual([10, 20]);
  });

  test("a message and its answer, and then silence for ever", () => {
    const replicas = Replicas.acquainted(2);
    replicas.execute("n0", [["w", 1, 10]]);
    replicas.run(3_600_000);
    expect(replicas.sent).toBe(2);
    expect(replicas.isSilent).toBe(true);
  });

  test("reading costs no message", () => {
    const replicas = Replicas.acquainted(2);
    replicas.read("n0", 1);
    expect(replicas.isSilent).toBe(true);
  });

  test("where both write, an answer travels with the next changes", () => {
    const replicas = Replicas.acquainted(2, { interval: 100 });
    for (let i = 0; i < 1_000; i += 1) {
      replicas.execute(`n${i % 2}`, [["w", i % 7, i]]);
      replicas.run(10);
    }
    // 10 s, one message per interval and direction.
    expect(replicas.sent).toBeLessThanOrEqual(2 * 100);
  });

  test("only what the other one lacks is sent: each version once, and none comes back", () => {
    const replicas = Replicas.acquainted(2);
    const carried: unknown[] = [];
    const eavesdrop = ({ message }: { message: { part?: { versions: readonly unknown[] } } }): boolean => {
      carried.push(...(message.part?.versions ?? []));
      return false;
    };
    for (let i = 0; i < 200; i += 1) {
      replicas.execute(`n${i % 2}`, [["w", i, i]]);
      replicas.run(10, eavesdrop);
    }
    replicas.run(1_000, eavesdrop);
    expect(carried).toHaveLength(200);
  });

  test("of concurrent writes the same one stays on both, and a later one wins over what it has seen", () => {
    const replicas = Replicas.acquainted(2);
    replicas.execute("n0", [["w", 1, "a"]]);
    replicas.execute("n1", [["w", 1, "b"]]);
    replicas.run(500);
    expect(replicas.read("n0", 1)).toEqual(["b"]);
    expect(replicas.read("n1", 1)).toEqual(["b"]);
    replicas.execute("n0", [["w", 1, "c"]]);
    replicas.run(500);
    expect(replicas.read("n1", 1)).toEqual(["c"]);
  });

  test("a write that overtakes half of an older transaction is not shown before the other half", () => {
    const replicas = Replicas.acquainted(2, { partSize: 1 });
    replicas.execute("n0", [
      ["w", "x", 1],
      ["w", "y", 1],
    ]);
    replicas.execute("n0", [["w", "x", 2]]);
    replicas.now = 100;
    replicas.wake("n0");
    expect(replicas.bag.map(({ message }) => message.part?.versions.map(([key]) => key))).toEqual([
      ["y"],
      ["x"],
    ]);
    replicas.deliver(0);
    expect(replicas.read("n1", "x", "y")).toEqual([null, null]);
    replicas.deliver(0);
    expect(replicas.read("n1", "x", "y")).toEqual([2, 1]);
  });

  test("cut off for an hour, they cost a message each per two seconds, and agree soon after the heal", () => {
    const replicas = Replicas.acquainted(2);
    replicas.execute("n0", [["w", 1, 10]]);
    replicas.execute("n1", [["w", 2, 20]]);
    replicas.run(3_600_000, () => true);
    expect(replicas.sent).toBeLessThanOrEqual((2 * 3_600_000) / longestPauseMs + 10);
    replicas.run(longestPauseMs + 200);
    expect(replicas.read("n0", 1, 2)).toEqual([10, 20]);
    expect(replicas.read("n1", 1, 2)).toEqual([10, 20]);
  });

  test("what a node misses for however long is kept nowhere but in the data", () => {
    const replicas = Replicas.acquainted(2, { partSize: 100 });
    for (let i = 0; i < 50_000; i += 1) {
      replicas.execute("n0", [["w", i % 1_000, i]]);
      if (i % 50 === 0) replicas.run(100, () => true);
    }
    let largest = 0;
    replicas.run(10_000, ({ message }) => {
      largest = Math.max(largest, message.part?.versions.length ?? 0);
      return false;
    });
    // A thousand registers are what is left to send, in messages of bounded size.
    expect(largest).toBe(100);
    expect(replicas.state("n1")).toEqual(replicas.state("n0"));
  });

  test("a link that is slower than the patience of a node makes it patient", () => {
    const replicas = Replicas.acquainted(2);
    let versions = 0;
    // 1.5 s there and 1.5 s back, while a change comes every 500 ms.
    const arrivals: { readonly at: number; readonly index: number }[] = [];
    for (let now = 0; now < 60_000; now += 50) {
      replicas.now = now;
      if (now % 500 === 0) replicas.execute("n0", [["w", now, now]]);
      const before = replicas.bag.length;
      for (const id of replicas.all.keys()) replicas.wake(id);
      for (const { message } of replicas.bag.slice(before)) {
        if (now > 20_000) versions += message.part?.versions.length ?? 0;
        arrivals.push({ at: now + 1_500, index: 0 });
      }
      while ((arrivals[0]?.at ?? Infinity) <= now) {
        arrivals.shift();
        replicas.deliver(0);
      }
    }
    // 80 changes in these 40 s, each sent once.
    expect(versions).toBe(80);
  });
});

test("an hour of transactions leaves no more than the registers, and no message is larger than a batch", () => {
  const replicas = Replicas.acquainted(3);
  let largest = 0;
  for (let second = 0; second < 3_600; second += 1) {
    for (let i = 0; i < 20; i += 1) replicas.execute(`n${i % 3}`, [["w", (second * 7 + i) % 500, second]]);
    replicas.run(1_000, ({ message }) => {
      largest = Math.max(largest, JSON.stringify(message).length);
      return false;
    });
  }
  for (const { store } of replicas.all.values()) expect(store.arrivals).toBeLessThanOrEqual(2 * 500 + 65);
  // Twenty versions of some 20 characters, and the rest of the message.
  expect(largest).toBeLessThan(1_000);
}, 60_000);

describe("a replica that starts again under its old name", () => {
  test("gets everything back from a neighbour that had nothing to say", () => {
    const replicas = Replicas.acquainted(2);
    replicas.execute("n0", [["w", 1, 10]]);
    replicas.execute("n1", [["w", 2, 20]]);
    replicas.run(5_000);
    replicas.start("n0");
    expect(replicas.read("n0", 1, 2)).toEqual([null, null]);
    replicas.run(1_000);
    expect(replicas.read("n0", 1, 2)).toEqual([10, 20]);
    replicas.run(60_000);
    expect(replicas.isSilent).toBe(true);
  });

  test("counts from one again, and others take its new transactions for new ones", () => {
    const replicas = Replicas.acquainted(3);
    for (let i = 1; i <= 5; i += 1) replicas.execute("n1", [["w", i, "old"]]);
    replicas.run(5_000);
    replicas.start("n1");
    // Before it hears of anybody: the same counter as the first of its former life.
    replicas.execute("n1", [["w", "new", 1]]);
    expect(replicas.state("n1").get('"new"')?.stamp).toMatch(/^1 of 1\//);
    replicas.run(5_000);
    for (const id of replicas.all.keys()) {
      expect(replicas.read(id, "new", 1, 5)).toEqual([1, "old", "old"]);
      expect([...replicas.known(id).values()].sort()).toEqual([1, 5]);
    }
    replicas.expectInvariant();
  });

  test("loses what nobody had heard of, and only that", () => {
    const replicas = Replicas.acquainted(2);
    replicas.execute("n0", [["w", 1, "heard of"]]);
    replicas.run(1_000);
    replicas.execute("n0", [["w", 2, "not heard of"]]);
    replicas.start("n0");
    replicas.run(5_000);
    for (const id of ["n0", "n1"]) expect(replicas.read(id, 1, 2)).toEqual(["heard of", null]);
  });

  test("is not taken for its former life by messages of that which come late", () => {
    const replicas = Replicas.acquainted(2);
    replicas.execute("n1", [["w", 1, 10]]);
    replicas.run(1_000);
    // What n0 says of having heard everything is on its way when it crashes.
    replicas.execute("n0", [["w", 2, 20]]);
    replicas.now += 100;
    replicas.wake("n0");
    const late = replicas.bag;
    replicas.bag = [];
    replicas.start("n0");
    replicas.run(1_000);
    replicas.bag = [...late];
    replicas.run(60_000);
    expect(replicas.state("n1")).toEqual(replicas.state("n0"));
    expect(replicas.read("n0", 1)).toEqual([10]);
    expect(replicas.isSilent).toBe(true);
  });

  test("costs others no more than an entry, and no message grows, however often that was", () => {
    const replicas = Replicas.acquainted(2);
    const sizes: number[] = [];
    for (let life = 0; life < 200; life += 1) {
      replicas.start("n1");
      replicas.execute("n1", [["w", 1, life]]);
      replicas.run(2_000);
      replicas.execute("n1", [["w", 2, life]]);
      replicas.run(2_000, ({ message }) => {
        sizes.push(JSON.stringify(message).length);
        return false;
      });
    }
    // Of 200 lives a message of news names the present one alone.
    expect(Math.max(...sizes)).toBeLessThan(200);
    expect(replicas.known("n0").size).toBe(200);
    expect(replicas.state("n1")).toEqual(replicas.state("n0"));
  });
});

describe("many replicas", () => {
  test("a batch costs a message and an answer per link of the tree", () => {
    const replicas = Replicas.acquainted(25);
    replicas.execute("n24", [["w", 1, 10]]);
    replicas.run(10_000);
    for (const id of replicas.all.keys()) expect(replicas.read(id, 1)).toEqual([10]);
    expect(replicas.sent).toBe(2 * 24);
  });

  test.each([5, 25])("of %i, all but the root go on exchanging while that is cut off", (count) => {
    const replicas = Replicas.acquainted(count);
    const isCut = ({ src, dest }: { src: string; dest: string }): boolean => src === "n0" || dest === "n0";
    for (let i = 0; i < 20; i += 1) {
      for (const id of replicas.all.keys()) replicas.execute(id, [["w", id, i]]);
      replicas.run(500, isCut);
    }
    const others = [...replicas.all.keys()].filter((id) => id !== "n0");
    for (const id of others) {
      // Not the newest values, which are on their way, but those of some seconds ago.
      for (const value of replicas.read(id, ...others)) expect(Number(value)).toBeGreaterThanOrEqual(10);
    }
    replicas.run(longestPauseMs + 2_000);
    expect(replicas.state("n0")).toEqual(replicas.state("n1"));
    replicas.run(60_000);
    expect(replicas.isSilent).toBe(true);
  });

  test("a replica must be one of the nodes, and hears none but these", () => {
    const replicas = Replicas.acquainted(2);
    expect(replicas.replica("n0").receive("c1", { link: 0, known: [[0, 9]], heard: 0 }, 0)).toBe(false);
    expect(replicas.replica("n0").store.known).toEqual([]);
  });
});
