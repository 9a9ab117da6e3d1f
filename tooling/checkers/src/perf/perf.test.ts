import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sequentialHistory } from "../../test/script.ts";
import { runOfHistory } from "../run/run.ts";
import { type Latency, latencies, quantileSeries, quantiles, rateSeries } from "./perf.ts";

const SECOND = 1e9;

function latency(invokedAt: number, taken: number): Latency {
  return { f: "read", type: "ok", invokedAt, latency: taken };
}

test("latencies are those of completed operations, in the order of their invocations", () => {
  const run = runOfHistory(
    sequentialHistory([
      ["write", 1, "ok", 1],
      ["read", null, "info", null],
    ]),
  );
  expect(latencies(run)).toStrictEqual([
    { f: "write", type: "ok", invokedAt: 0, latency: 5 },
    { f: "read", type: "info", invokedAt: 10, latency: 5 },
  ]);
});

describe("quantiles", () => {
  test.each([
    [[7], [7, 7, 7]],
    [
      [1, 2],
      [1, 2, 2],
    ],
    [
      [4, 1, 3, 2],
      [1, 3, 4],
    ],
    [[], []],
  ])("0, 0.5 and 1 of %j are %j", (values, expected) => {
    expect(quantiles(values, [0, 0.5, 1])).toStrictEqual(expected);
  });

  test("are values, ordered, from the least to the greatest", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const found = quantiles(values, [0, 0.25, 0.5, 0.95, 0.99, 1]);
        expect(found[0]).toBe(Math.min(...values));
        expect(found.at(-1)).toBe(Math.max(...values));
        expect(found).toStrictEqual(found.toSorted((one, other) => one - other));
        for (const quantile of found) expect(values).toContain(quantile);
      }),
    );
  });
});

describe("series", () => {
  const measured = [latency(0, 5), latency(29 * SECOND, 7), latency(30 * SECOND, 9), latency(95 * SECOND, 1)];

  test("of quantiles are by the time of invocation", () => {
    expect(quantileSeries(measured, 30 * SECOND, [1])).toStrictEqual([
      { from: 0, value: [7] },
      { from: 30 * SECOND, value: [9] },
      { from: 90 * SECOND, value: [1] },
    ]);
  });

  test("of rates are per second, by the time of completion", () => {
    expect(rateSeries([...measured, latency(SECOND, 10 * SECOND)], 10 * SECOND)).toStrictEqual([
      { from: 0, value: 0.1 },
      { from: 10 * SECOND, value: 0.1 },
      { from: 20 * SECOND, value: 0.1 },
      { from: 30 * SECOND, value: 0.1 },
      { from: 90 * SECOND, value: 0.1 },
    ]);
  });
});
