import fc from "fast-check";
import { expect, test } from "vitest";
import { lwwKvService } from "./lww-kv.ts";
import { talk } from "./talk.fixture.ts";

/** One request's draws: whose news are merged, into whom, and who serves. */
const alone = (replica: number) => [replica, replica, replica];

test("a client may miss its own write, until a merge brings it", () => {
  const { read, write } = talk(lwwKvService, [...alone(0), ...alone(1), 0, 1, 1]);
  write("n0", 1);
  expect(read("n0")).toBeUndefined();
  expect(read("n0")).toBe(1);
});

test("a merge comes before the request is served", () => {
  const { read, write } = talk(lwwKvService, [...alone(0), 0, 1, 1]);
  write("n0", 1);
  expect(read("n0")).toBe(1);
});

test("the higher timestamp wins, even over a later write", () => {
  const { read, write } = talk(lwwKvService, [...alone(0), ...alone(0), ...alone(1), 1, 0, 0, 0, 1, 1]);
  write("n0", 1); // replica 0, timestamp 0
  write("n0", 2); // replica 0, timestamp 1
  write("n1", 3); // replica 1, timestamp 0: later, and lost
  expect([read("n0"), read("n0")]).toEqual([2, 2]);
});

test.each<[source: number, destination: number, value: number]>([
  [0, 1, 1],
  [1, 0, 2],
])("on a tie the source's value wins: from replica %i to %i it is %i", (source, destination, value) => {
  const script = [...alone(0), ...alone(1), source, destination, destination];
  const { read, write } = talk(lwwKvService, script);
  write("n0", 1); // replica 0, timestamp 0
  write("n0", 2); // replica 1, timestamp 0
  expect(read("n0")).toBe(value);
});

test("a merge brings the clock along, so what is written after it wins", () => {
  const { read, write } = talk(lwwKvService, [...alone(0), ...alone(0), 0, 1, 1, 0, 1, 1]);
  write("n0", 1);
  write("n0", 2);
  write("n1", 3); // merged into replica 1 first: timestamp 2
  expect(read("n0")).toBe(3);
});

test("a cas may succeed at both replicas", () => {
  const { ask, write } = talk(lwwKvService, [...alone(0), 0, 1, 1, ...alone(0)]);
  write("n0", 1);
  const cas = { type: "cas", key: "k", from: 1 };
  expect(ask("n0", { ...cas, to: 2 }).type).toBe("cas_ok");
  expect(ask("n1", { ...cas, to: 3 }).type).toBe("cas_ok");
});

test("once nobody writes, traffic alone brings all reads to one value that was written", () => {
  const write = fc.record({ src: fc.constantFrom("n0", "n1"), value: fc.integer() });
  fc.assert(
    fc.property(fc.integer({ min: 0 }), fc.array(write, { minLength: 1, maxLength: 30 }), (seed, writes) => {
      const service = talk(lwwKvService, seed);
      for (const { src, value } of writes) service.write(src, value);
      // Each read merges one given way with probability 1/4, so 200 leave no replica alone.
      for (let i = 0; i < 200; i++) service.read("n0");
      const values = Array.from({ length: 20 }, () => service.read("n1"));
      expect(new Set(values).size).toBe(1);
      expect(writes.map(({ value }) => value)).toContain(values[0]);
    }),
  );
});
