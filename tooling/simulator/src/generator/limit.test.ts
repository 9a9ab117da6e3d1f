import { expect, test } from "vitest";
import { interpret } from "./interpret.fixture.ts";
import { limit, once } from "./limit.ts";
import { log } from "./log.ts";
import { phases } from "./phases.ts";
import { repeat } from "./unfold.ts";

const reads = repeat(() => ({ f: "read", value: null }));

test.each([0, 1, 2, 17])("limit lets %i operations pass", (count) => {
  expect(interpret(limit(count, reads)).deeds).toHaveLength(count);
});

test("once is the next operation and no other", () => {
  expect(interpret(once(reads)).deeds).toHaveLength(1);
});

test("lines for the reader are not counted", () => {
  const { deeds } = interpret(limit(2, phases(log("here we go"), reads)));
  expect(deeds.map((deed) => deed.f)).toEqual(["log", "read", "read"]);
});
