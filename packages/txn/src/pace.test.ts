import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

test("the pace is that of the quickest of the others, as far as they have answered", () => {
  const pace = new Pace();
  expect(pace.ofOthersThan("n1")).toBe(0);
  pace.note("n1", 3_000, 0);
  expect(pace.ofOthersThan("n1")).toBe(0);
  pace.note("n2", 900, 0);
  pace.note("n3", 20, 0);
  expect(pace.ofOthersThan("n1")).toBe(20);
  expect(pace.ofOthersThan("n3")).toBe(900);
});

test("of each the latest answer counts, for a minute", () => {
  const pace = new Pace();
  pace.note("n2", 20, 0);
  pace.note("n2", 900, 1_000);
  pace.forget(61_000);
  expect(pace.ofOthersThan("n1")).toBe(900);
  pace.forget(61_001);
  expect(pace.ofOthersThan("n1")).toBe(0);
});
