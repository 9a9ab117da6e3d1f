import { Random } from "@gossip-glomers/simulator";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Access, drawAccess, freshKeys } from "./key-pool.ts";

function draw(seed: number, keys: number, maxWritesPerKey: number, count: number) {
  const random = Random.fromSeed(seed);
  const accesses: Access[] = [];
  let pool = freshKeys(keys);
  for (let i = 0; i < count; i++) {
    const drawn = drawAccess(pool, maxWritesPerKey, random);
    accesses.push(drawn.access);
    pool = drawn.pool;
  }
  return { accesses, pool };
}

const setting = [
  fc.integer({ min: 0 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 0, max: 600 }),
] as const;

test("a key's writes are 1, 2, … up to the limit, each once and in order", () => {
  fc.assert(
    fc.property(...setting, (seed, keys, maxWritesPerKey, count) => {
      const written = new Map<number, number[]>();
      for (const { key, value } of draw(seed, keys, maxWritesPerKey, count).accesses) {
        if (value !== null) written.set(key, [...(written.get(key) ?? []), value]);
      }
      for (const values of written.values()) {
        expect(values).toEqual(values.map((_, i) => i + 1));
        expect(values.length).toBeLessThanOrEqual(maxWritesPerKey);
      }
    }),
  );
});

test("there are always as many live keys, all different; a key comes in when the one in its place is used up", () => {
  fc.assert(
    fc.property(...setting, (seed, keys, maxWritesPerKey, count) => {
      const { pool, accesses } = draw(seed, keys, maxWritesPerKey, count);
      const live = pool.map(({ key }) => key);
      expect(new Set(live).size).toBe(keys);
      // Keys are handed out without gaps, and those that are gone have been written as often as they may be.
      const newest = Math.max(...live);
      for (let key = 0; key <= newest; key++) {
        const writes = accesses.filter((access) => access.key === key && access.value !== null).length;
        if (!live.includes(key)) expect(writes).toBe(maxWritesPerKey);
      }
    }),
  );
});

test("a used-up key may still be read until a write replaces it", () => {
  const { accesses } = draw(3, 1, 2, 40);
  const text = accesses.map(({ key, value }) => (value === null ? `r${key}` : `w${key}=${value}`)).join(" ");
  expect(text).toMatch(/^(r0 )*w0=1 (r0 )*w0=2 (r0 )*(r1 )*w1=1 /);
});

test("reads and writes are equally likely", () => {
  const { accesses } = draw(5, 10, 16, 20_000);
  const writes = accesses.filter(({ value }) => value !== null).length;
  // A write to a used-up key is drawn anew, which costs writes about one in 32.
  expect(writes / accesses.length).toBeGreaterThan(0.47);
  expect(writes / accesses.length).toBeLessThan(0.51);
});
