/** Counters: the sums that adds allow, against all subsets, and each way to break a valid run. */
import { type Datum, EdnList, isVector, type Operation } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkCounter } from "../../src/counter/counter.ts";
import { includes, withOptional } from "../../src/counter/ranges.ts";
import { MalformedOperationError } from "../../src/run/malformed-operation.ts";
import { runOfHistory } from "../../src/run/run.ts";
import { historyOf } from "../script-lines.ts";

/** Every sum of the acknowledged adds and a subset of the indeterminate ones. */
function allSums(acknowledged: number, indeterminate: readonly number[]): ReadonlySet<number> {
  let sums = new Set([acknowledged]);
  for (const delta of indeterminate) sums = new Set([...sums, ...[...sums].map((sum) => sum + delta)]);
  return sums;
}

const deltas = fc.array(fc.integer({ min: -6, max: 6 }), { maxLength: 10 });

test("the ranges are the sums of all subsets, sorted, with gaps between them", () => {
  fc.assert(
    fc.property(fc.integer({ min: -20, max: 20 }), deltas, (start, optional) => {
      let ranges = [{ lowest: start, highest: start }] as ReturnType<typeof withOptional>;
      for (const delta of optional) ranges = withOptional(ranges, delta);
      const sums = allSums(start, optional);
      for (let value = -100; value <= 100; value++) expect(includes(ranges, value)).toBe(sums.has(value));
      ranges.reduce(
        (before, range) => {
          expect(range.lowest).toBeGreaterThan(before.highest + 1);
          return range;
        },
        { lowest: -1000, highest: -1000 },
      );
    }),
  );
});

test("a last read is right exactly if some subset of the indeterminate adds explains it", () => {
  fc.assert(
    fc.property(deltas, deltas, deltas, fc.integer({ min: -12, max: 12 }), (done, unknown, failed, read) => {
      const add =
        (type: "ok" | "info" | "fail") =>
        (value: number): Omit<Operation, "index"> => ({ time: 0, type, process: 0, f: "add", value });
      const history = [
        ...done.map(add("ok")),
        ...unknown.map(add("info")),
        ...failed.map(add("fail")),
        { time: 1, type: "ok", process: 0, f: "read", value: read, final: true } as const,
      ].map((operation, index): Operation => ({ ...operation, index }));
      const sums = allSums(
        done.reduce((sum, delta) => sum + delta, 0),
        unknown,
      );
      expect(checkCounter(runOfHistory(history)).valid).toBe(sums.has(read));
    }),
  );
});

test("hundreds of indeterminate adds leave a handful of ranges", () => {
  const history = Array.from({ length: 900 }, (_, index): Operation => {
    return { index, time: index, type: "info", process: index, f: "add", value: (index % 10) - 5 };
  });
  const { acceptable } = checkCounter(runOfHistory(history)).result;
  expect(acceptable instanceof EdnList && acceptable.items).toStrictEqual([[-1350, 900]]);
});

test("too many different sums are an honest unknown", () => {
  const history = Array.from({ length: 40 }, (_, index): Operation => {
    return { index, time: index, type: "info", process: index, f: "add", value: 3 ** index };
  });
  const verdict = checkCounter(runOfHistory(history.slice(0, 33)));
  expect(verdict.valid).toBe("unknown");
  expect(verdict.findings.map(({ kind }) => kind)).toContain("undecided");
});

describe("a run of a counter", () => {
  const valid = `
    0 invoke add 2
    0 ok     add 2
    1 invoke add 3
    1 info   add 3
    2 invoke add 4
    2 fail   add 4
    0 invoke read nil
    0 ok     read 2
    0 invoke read nil
    0 ok     read 5 final
    2 invoke read nil
    2 ok     read 5 final`;
  const judged = (from: string, to: string) => {
    const verdict = checkCounter(runOfHistory(historyOf(valid.replaceAll(from, to))));
    return { valid: verdict.valid, kinds: verdict.findings.map(({ kind }) => kind), verdict };
  };

  test("is valid with the indeterminate add and without", () => {
    expect(judged("", "")).toMatchObject({ valid: true, kinds: [] });
    expect(judged("read 5 final", "read 2 final")).toMatchObject({ valid: true, kinds: [] });
  });

  // Each changes one reply so that the run must become invalid, or be told at least.
  test.each([
    ["an acknowledged add is lost", "2 ok     read 5 final", "2 ok     read 0 final", false, ["wrong-total"]],
    ["an add counts twice", "read 5 final", "read 7 final", false, ["wrong-total"]],
    ["a failed add counts", "read 5 final", "read 9 final", false, ["wrong-total"]],
    ["nodes disagree", "2 ok     read 5 final", "2 ok     read 2 final", true, ["disagreement"]],
    ["a read beyond all adds", "0 ok     read 2\n", "0 ok     read 6\n", true, ["impossible-read"]],
    ["a read below all adds", "0 ok     read 2\n", "0 ok     read -1\n", true, ["impossible-read"]],
    ["no last read", " final", "", true, ["no-final-read"]],
  ] as const)("%s", (_, from, to, expected, kinds) => {
    expect(judged(from, to)).toMatchObject({ valid: expected, kinds });
  });

  test("tells the read, the sum and the difference", () => {
    expect(judged("read 5 final", "read 7 final").verdict.findings[0]?.summary).toBe(
      "In the end the read by process 0 (operation 9, 0.009 s) got 7, as did 1 other last read, but the acknowledged " +
        "adds make 2 and 1 indeterminate add may add to that, so it should be 2 or 5. That is 2 too much.",
    );
  });

  test("a read beyond 2^53 is wrong, and no reason to fail", () => {
    expect(judged("2 ok     read 5 final", "2 ok     read 9007199254740993 final").valid).toBe(false);
  });

  test.each(["2.5", '"2"', "nil"])("an add of %s is an error that names the operation", (delta) => {
    expect(() => judged("0 ok     add 2", `0 ok     add ${delta}`)).toThrow(MalformedOperationError);
  });
});

test("the fields are Maelstrom's", () => {
  const { result } = checkCounter(
    runOfHistory(historyOf("0 invoke add 1\n0 ok add 1\n0 invoke read nil\n0 ok read 0 final")),
  );
  const items = (datum: Datum | undefined) => (datum instanceof EdnList ? datum.items : []);
  expect(items(result["final-reads"])).toStrictEqual([0]);
  expect(items(result.acceptable).every(isVector)).toBe(true);
  expect(items(result.errors)).toHaveLength(1);
});
