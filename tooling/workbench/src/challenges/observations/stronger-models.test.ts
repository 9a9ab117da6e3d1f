import { keyword } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { Story } from "./story.fixture.ts";
import { anomalyKindsAgainstCausal } from "./stronger-models.ts";

const write = (key: number, value: number) => [keyword("w"), key, value];
const read = (key: number, value: number | null) => [keyword("r"), key, value];

test("a history that reads what was written has no anomalies", () => {
  const run = new Story()
    .op("n0", "txn", [1, 1.1], [write(1, 1)])
    .op("n1", "txn", [2, 2.1], [read(1, 1)])
    .run();
  expect(anomalyKindsAgainstCausal(run)).toBe(0);
});

test("a transaction that does not see its own write has one", () => {
  const run = new Story().op("n0", "txn", [1, 1.1], [write(1, 1), read(1, null)]).run();
  expect(anomalyKindsAgainstCausal(run)).toBe(1);
});
