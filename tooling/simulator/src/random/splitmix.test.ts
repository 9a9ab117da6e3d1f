import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fnv1a64, mix64, splitMix64, type Word64, word64, xor64 } from "./splitmix.ts";

describe("known answers", () => {
  test("splitmix64 from the seed 1234567", () => {
    expect([1, 2, 3, 4, 5].map((index) => bigOf(splitMix64(word64(1234567), index)))).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  test("FNV-1a, 64 bits, of the empty text and of two of its authors' vectors", () => {
    expect(["", "a", "foobar"].map((text) => bigOf(fnv1a64(text)))).toEqual([
      0xcbf29ce484222325n,
      0xaf63dc4c8601ec8cn,
      0x85944171f73967e8n,
    ]);
  });
});

describe("in two halves it is what it is in one piece", () => {
  const anyWord = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.constantFrom(0n, 1n, 0xffffffffn, 0x1_0000_0000n, 0xffff_ffff_0000_0000n, 2n ** 64n - 1n),
  );

  test("mix64", () => {
    fc.assert(
      fc.property(anyWord, (value) => {
        expect(bigOf(mix64(wordOf(value)))).toBe(bigMix(value));
      }),
    );
  });

  test("splitMix64", () => {
    fc.assert(
      fc.property(anyWord, fc.integer({ min: 1, max: 2 ** 32 }), (seed, index) => {
        const expected = bigMix(seed + 0x9e3779b97f4a7c15n * BigInt(index));
        expect(bigOf(splitMix64(wordOf(seed), index))).toBe(expected);
      }),
    );
  });

  test("fnv1a64, of texts beyond ASCII as well", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "Z", "0", "/", "é", "€", "🙂") }), (text) => {
        expect(bigOf(fnv1a64(text))).toBe(bigFnv(text));
      }),
    );
  });

  test("integers, negative ones by their complement, and xor", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        expect(bigOf(word64(a))).toBe(BigInt.asUintN(64, BigInt(a)));
        expect(bigOf(xor64(word64(a), word64(b)))).toBe(BigInt.asUintN(64, BigInt(a) ^ BigInt(b)));
      }),
    );
  });
});

function bigOf({ high, low }: Word64): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

function wordOf(value: bigint): Word64 {
  return { high: Number(value >> 32n), low: Number(value & 0xffffffffn) };
}

/** Vigna's `splitmix64.c`, word for word. */
function bigMix(value: bigint): bigint {
  let z = BigInt.asUintN(64, value);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

function bigFnv(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text, "utf8")) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}
