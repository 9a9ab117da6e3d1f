import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seqKvService } from "./seq-kv.ts";
import { type Talk, talk } from "./talk.fixture.ts";

/** Writes 1, 2, …, so that the value at the key is the index of the state. Each write draws once. */
function writeUpTo(count: number, { write }: Talk): void {
  for (let value = 1; value <= count; value++) write("writer", value);
}

/** The draws of so many writes by one client: it has always seen the newest state, so there is one to choose from. */
function drawsOfWrites(count: number): readonly number[] {
  return Array.from({ length: count }, () => 0);
}

const seed = fc.integer({ min: 0, max: 2 ** 31 });

describe("whatever chance does", () => {
  const step = fc.record({ src: fc.constantFrom("n0", "n1", "n2"), reads: fc.boolean() });

  test("no client goes back, and each sees its own writes", () => {
    fc.assert(
      fc.property(seed, fc.array(step, { maxLength: 150 }), (chance, steps) => {
        const { read, write } = talk(seqKvService("clamped"), chance);
        const seen = new Map<string, number>();
        let written = 0;
        for (const { src, reads } of steps) {
          if (!reads) write(src, ++written);
          const now = reads ? Number(read(src) ?? 0) : written;
          expect(now).toBeGreaterThanOrEqual(seen.get(src) ?? 0);
          expect(now).toBeLessThanOrEqual(written);
          seen.set(src, now);
        }
      }),
    );
  });

  test("a fresh client sees one of the last 32 states", () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 0, max: 100 }), (chance, writes) => {
        const service = talk(seqKvService("clamped"), chance);
        writeUpTo(writes, service);
        const value = Number(service.read("fresh") ?? 0);
        expect(value).toBeGreaterThanOrEqual(Math.max(0, writes - 31));
        expect(value).toBeLessThanOrEqual(writes);
      }),
    );
  });
});

test("a fresh client may read any state, the empty one and the newest included", () => {
  const values = Array.from({ length: 200 }, (_, chance) => {
    const service = talk(seqKvService("clamped"), chance);
    writeUpTo(3, service);
    return service.read("fresh");
  });
  expect(new Set(values)).toEqual(new Set([undefined, 1, 2, 3]));
});

test("a state that is older than 32 updates is shown as a newer one if it wraps", () => {
  const service = talk(seqKvService("wrapping"), [...drawsOfWrites(200), 6, 25 - 6, 41 - 25]);
  writeUpTo(200, service);
  expect([service.read("fresh"), service.read("fresh"), service.read("fresh")]).toEqual([198, 185, 169]);
});

test("and as the oldest kept if it is clamped", () => {
  const service = talk(seqKvService("clamped"), [...drawsOfWrites(200), 6, 0, 31]);
  writeUpTo(200, service);
  expect([service.read("fresh"), service.read("fresh"), service.read("fresh")]).toEqual([169, 169, 200]);
});

test("while no state is lost, wrapping and clamping are the same", () => {
  fc.assert(
    fc.property(seed, (chance) => {
      const values = (["clamped", "wrapping"] as const).map((lostStates) => {
        const service = talk(seqKvService(lostStates), chance);
        writeUpTo(31, service);
        return Array.from({ length: 20 }, () => service.read("fresh"));
      });
      expect(values[0]).toEqual(values[1]);
    }),
  );
});

test("a write of what a past state holds already changes nothing", () => {
  const { read, write } = talk(seqKvService("clamped"), [0, 0, 1, 0]);
  write("n0", 1); // state 1
  write("n0", 2); // state 2
  write("n1", 1); // On state 1, which n1 is shown: there it is no change.
  expect(read("n0")).toBe(2);
});

test("a cas may fail on a state that is long past", () => {
  const { write, ask } = talk(seqKvService("clamped"), [0, 0, 1]);
  write("n0", 1);
  write("n0", 2);
  expect(ask("n1", { type: "cas", key: "k", from: 2, to: 3 })).toMatchObject({
    code: 22,
    text: "current value 1 is not 2",
  });
});

test("a cas that succeeds on a past state is done on the newest, where it may fail", () => {
  const { write, ask, read } = talk(seqKvService("clamped"), [0, 0, 1, 0]);
  write("n0", 1);
  write("n0", 2);
  expect(ask("n1", { type: "cas", key: "k", from: 1, to: 3 })).toMatchObject({
    code: 22,
    text: "current value 2 is not 1",
  });
  // It counts as an update all the same, so n1 has seen the newest state.
  expect(read("n1")).toBe(2);
});
