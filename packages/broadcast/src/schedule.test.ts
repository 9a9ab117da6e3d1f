import { expect, test } from "vitest";
import { never, Schedule } from "./schedule.ts";

test("the earliest plan of a duty counts, and it is taken once", () => {
  const schedule = new Schedule();
  expect(schedule.next).toBe(never);
  schedule.plan("pass on", 20);
  schedule.plan("pass on", 30);
  schedule.plan("hello", 25);
  expect(schedule.next).toBe(20);
  expect(schedule.take("pass on", 19)).toBe(false);
  expect(schedule.take("pass on", 20)).toBe(true);
  expect(schedule.take("pass on", 20)).toBe(false);
  schedule.cancel("hello");
  expect(schedule.next).toBe(never);
});
