import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startIncarnation } from "./id-source.ts";

/** 64 random bits as the two draws that an incarnation makes of them. */
function draws(bits: bigint): () => number {
  const words = [Number(bits >> 32n), Number(bits & 0xffffffffn)];
  let next = 0;
  return () => (words[next++] ?? 0) / 2 ** 32;
}

const bits64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe("startIncarnation", () => {
  test("no two ids are equal, whatever the names, as long as one node does not draw the same incarnation twice", () => {
    const lives = fc.uniqueArray(fc.record({ node: fc.string(), bits: bits64, ids: fc.nat({ max: 50 }) }), {
      selector: ({ node, bits }) => `${bits} ${node}`,
      maxLength: 20,
    });
    fc.assert(
      fc.property(lives, (all) => {
        const given = all.flatMap(({ node, bits, ids }) => {
          const nextId = startIncarnation(node, draws(bits));
          return Array.from({ length: ids }, nextId);
        });
        expect(new Set(given).size).toBe(given.length);
      }),
    );
  });

  test("two nodes that draw the same bits still differ by name", () => {
    expect(startIncarnation("a", draws(7n))()).not.toBe(startIncarnation("a-0", draws(7n))());
  });

  test("a node that crashed and forgot its count differs by its incarnation", () => {
    const before = startIncarnation("n1", draws(1n));
    const after = startIncarnation("n1", draws(2n));
    expect([before(), before()]).toEqual(["n1-0000000000000001-0", "n1-0000000000000001-1"]);
    expect(after()).toBe("n1-0000000000000002-0");
  });

  test("all 64 bits of the incarnation reach the id", () => {
    fc.assert(
      fc.property(bits64, (bits) => {
        const [, incarnation] = startIncarnation("n0", draws(bits))().split("-");
        expect(BigInt(`0x${incarnation}`)).toBe(bits);
      }),
    );
  });
});
