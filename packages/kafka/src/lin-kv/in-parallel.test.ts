import { expect, test } from "vitest";
import { inParallel } from "./in-parallel.ts";

/** Squares numbers, the later ones sooner, and says how many were at work at once at the most. */
async function squares(
  count: number,
): Promise<{ readonly found: readonly number[]; readonly atOnce: number }> {
  let under = 0;
  let atOnce = 0;
  const items = Array.from({ length: count }, (_, index) => index);
  const found = await inParallel(items, async (item) => {
    under += 1;
    atOnce = Math.max(atOnce, under);
    for (let turn = item % 5; turn < 5; turn += 1) await Promise.resolve();
    under -= 1;
    return item ** 2;
  });
  return { found, atOnce };
}

test.each([0, 1, 2, 511, 512, 513, 2_000])(
  "of %i items at most 512 are under way, and results keep their order",
  async (count) => {
    const { found, atOnce } = await squares(count);
    expect(found).toEqual(Array.from({ length: count }, (_, index) => index ** 2));
    expect(atOnce).toBe(Math.min(count, 512));
  },
);

test("one that fails fails the whole", async () => {
  const failing = inParallel([1, 2, 3], async (item) => {
    if (item === 2) throw new Error("two");
    return item;
  });
  await expect(failing).rejects.toThrow("two");
});
