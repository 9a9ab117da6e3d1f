import { expect, test } from "vitest";
import { Stalls } from "./stalls.ts";

/** Reviews streams by place: how far the neighbour has come of each; undefined if nothing of it is waited for. */
function review(stalls: Stalls, now: number, progress: readonly (number | undefined)[]): number | undefined {
  stalls.begin();
  for (const [stream, count] of progress.entries()) {
    if (count === undefined) stalls.isDone(stream);
    else stalls.waitsFor(stream, count, now);
  }
  return stalls.oldest;
}

test("a stream that stands still is not hidden by one that goes on", () => {
  const stalls = new Stalls();
  for (let now = 0; now <= 1_000; now += 50) expect(review(stalls, now, [0, now])).toBe(0);
  expect(review(stalls, 1_050, [1, 1_000])).toBe(1_000);
});

test("time counts only while something is waited for", () => {
  const stalls = new Stalls();
  expect(review(stalls, 0, [7])).toBe(0);
  expect(review(stalls, 100, [undefined])).toBeUndefined();
  expect(review(stalls, 200, [7])).toBe(200);
  stalls.restart();
  expect(stalls.oldest).toBeUndefined();
  expect(review(stalls, 300, [7])).toBe(300);
});
