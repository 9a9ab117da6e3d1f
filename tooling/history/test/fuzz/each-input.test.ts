import { expect, test } from "vitest";
import { eachInput, limits } from "./each-input.ts";

test("every input is tried once, in order, also where the last batch is not full", () => {
  const tried: number[] = [];
  eachInput(7, 1, (number) => tried.push(number), { ...limits, batch: 3 });
  expect(tried).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("an input whose reader never comes back is named", () => {
  const attempt = (number: number): void => {
    while (number === 4);
  };
  expect(() => eachInput(7, 9, attempt, { ...limits, batchMs: 100 })).toThrow(
    "input 4 of seed 9: Error: it had not ended after 100 ms",
  );
});

test.each<[string, () => unknown]>([
  ["bytes", () => new Uint8Array(40 * 2 ** 20)],
  ["values", () => Array.from({ length: 4_000_000 }, (_, index) => index)],
])("an input for which %s are taken that it has not is named", (_, take) => {
  const kept: unknown[] = [];
  const attempt = (number: number): void => {
    if (number === 2) kept.push(take());
  };
  expect(() => eachInput(7, 1, attempt, { ...limits, bytes: 8 * 2 ** 20 })).toThrow(
    /input 2 of seed 1: Error: it took \d+ MiB of memory/,
  );
});

test("any other error comes with its input, and as its cause", () => {
  const error = new TypeError("no such thing");
  const attempt = (): void => {
    throw error;
  };
  expect(() => eachInput(7, 1, attempt)).toThrow(
    expect.objectContaining({
      cause: error,
      message: expect.stringContaining("input 0 of seed 1: TypeError"),
    }),
  );
});
