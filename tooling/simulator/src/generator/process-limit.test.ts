import { expect, test } from "vitest";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { clients } from "./on-threads.ts";
import { processLimit } from "./process-limit.ts";
import { repeat } from "./unfold.ts";

const reads = repeat(() => ({ f: "read", value: null }));

test("ends before the operation that one more process could do", () => {
  const { deeds } = interpret(clients(processLimit(5, reads)), {
    concurrency: 2,
    latency: () => 1,
    outcome: () => "info",
  });
  // Processes 0 and 1 are there at first. Each operation without an end brings one more; the sixth is one too many.
  expect(new Set(deeds.map(({ process }) => process)).size).toBeLessThanOrEqual(5);
  expect(deeds.length).toBeGreaterThanOrEqual(3);
});

test("counts a process that is there but has done nothing", () => {
  const world = { concurrency: 4, latency: () => 1 };
  expect(interpret(limit(9, clients(processLimit(4, reads))), world).deeds).toHaveLength(9);
  expect(interpret(limit(9, clients(processLimit(3, reads))), world).deeds).toHaveLength(0);
});

test("without processes that are retired it never ends", () => {
  expect(interpret(limit(500, clients(processLimit(3, reads))), { concurrency: 3 }).deeds).toHaveLength(500);
});
