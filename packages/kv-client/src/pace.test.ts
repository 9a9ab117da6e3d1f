import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

test("a service that is always slow is waited for, one that stood still once soon is no more", () => {
  const slow = new Pace();
  for (let answer = 0; answer < 3; answer += 1) slow.note(1_000);
  expect(slow.patienceMs).toBeGreaterThan(1_500);
  const fast = new Pace();
  fast.note(3_000);
  for (let answer = 0; answer < 3; answer += 1) fast.note(2);
  expect(fast.patienceMs).toBeLessThan(400);
});
