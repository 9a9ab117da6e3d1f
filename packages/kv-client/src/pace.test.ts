import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

test("a service that is always slow is waited for, one that stood still once soon is no more", () => {
  const slow = new Pace();
  for (let answer = 0; answer < 3; answer += 1) slow.note(1_000);
  expect(slow.patienceMs).toBeGreaterThan(1_500);
  const fast = new Pace();
  fast.note(3_000);
  for (let answer = 0; answer < 4; answer += 1) fast.note(2);
  expect(fast.patienceMs).toBeLessThan(400);
});

test("the first answer counts whole: who judged by half of it would give up the next one just before it comes", () => {
  const slow = new Pace();
  slow.note(1_200);
  expect(slow.patienceMs).toBe(2_400);
});
