/** Sets: against the definition on random histories, and each way to break a valid run. */
import { type Datum, EdnList, type Operation, printEdn } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MalformedOperationError } from "../../src/run/malformed-operation.ts";
import { runOfHistory } from "../../src/run/run.ts";
import { checkSetFull } from "../../src/set-full/set-full.ts";
import { historyOf } from "../script-lines.ts";

/** Adds and reads of processes, each read of any of the elements, added or not. */
interface Drawn {
  readonly kind: "add" | "read";
  readonly type: "ok" | "info" | "fail";
  readonly holds: readonly number[];
  readonly begin: number;
  readonly length: number;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom("add", "read", "read"),
  type: fc.constantFrom("ok", "ok", "ok", "info", "fail"),
  holds: fc.subarray([0, 1, 2, 3, 4]),
  begin: fc.integer({ min: 0, max: 20 }),
  length: fc.integer({ min: 1, max: 8 }),
});

/** Each operation by a process of its own; the n-th add adds n. Times are milliseconds, not evenly apart. */
function historyFrom(operations: readonly Drawn[]): readonly Operation[] {
  let adds = 0;
  const events = operations.flatMap(({ kind, type, holds, begin, length }, process) => {
    const sent = kind === "add" ? adds++ : null;
    return [
      { at: begin, type: "invoke" as const, process, f: kind, value: sent },
      {
        at: begin + length + 0.5,
        type,
        process,
        f: kind,
        value: kind === "add" || type !== "ok" ? sent : holds,
      },
    ];
  });
  return events
    .sort((a, b) => a.at - b.at)
    .map(({ at, type, process, f, value }, index) => ({ index, time: at * 1e6, type, process, f, value }));
}

interface Read {
  readonly invoked: Operation;
  readonly completed: Operation;
  readonly values: readonly Datum[];
}

/** What MAELSTROM.md section 12 says of one element, word by word. */
function outcomeByDefinition(history: readonly Operation[], element: number): string {
  const invocation = (completed: Operation): Operation | undefined =>
    history.find(({ process, type }) => type === "invoke" && process === completed.process);
  const added = history.find(({ type, f, value }) => type === "invoke" && f === "add" && value === element);
  const acknowledged = history.find(
    ({ type, f, value }) => type === "ok" && f === "add" && value === element,
  );
  const reads = history.flatMap((completed): Read[] => {
    const invoked = invocation(completed);
    const counts = completed.type === "ok" && completed.f === "read" && completed.index > (added?.index ?? 0);
    const values = Array.isArray(completed.value) ? completed.value : [];
    return counts && invoked !== undefined ? [{ invoked, completed, values }] : [];
  });
  const latest = (some: readonly Read[]): Operation | undefined =>
    some.map(({ invoked }) => invoked).sort((a, b) => b.index - a.index)[0];
  const present = latest(reads.filter(({ values }) => values.includes(element)));
  const absent = latest(reads.filter(({ values }) => !values.includes(element)));
  const known = [
    acknowledged,
    ...reads.filter(({ values }) => values.includes(element)).map(({ completed }) => completed),
  ]
    .filter((operation) => operation !== undefined)
    .sort((a, b) => a.index - b.index)[0];
  const latency = (operation: Operation | undefined): number =>
    operation === undefined ? 0 : Math.trunc(Math.max(0, operation.time + 1 - (known?.time ?? 0)) / 1e6);
  if (present !== undefined && (absent === undefined || present.index > absent.index)) {
    return latency(absent) > 0 ? `stale ${latency(absent)}` : "stable";
  }
  const isLost =
    known !== undefined &&
    absent !== undefined &&
    (present === undefined || absent.index > present.index) &&
    absent.index > known.index;
  return isLost ? "lost" : "never-read";
}

test("every element is stable, stale, lost or never read as the definition says", () => {
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 12 }).map(historyFrom), (history) => {
      const { result, valid } = checkSetFull(runOfHistory(history));
      const added = history.filter(({ type, f }) => type === "invoke" && f === "add").length;
      const expected = Array.from({ length: added }, (_, element) => outcomeByDefinition(history, element));
      const elementsThat = (is: (outcome: string) => boolean) =>
        `(${expected.flatMap((outcome, element) => (is(outcome) ? [element] : [])).join(" ")})`;
      const text = (field: string) => printEdn(result[field] ?? null);
      expect(text("lost")).toBe(elementsThat((outcome) => outcome === "lost"));
      expect(text("never-read")).toBe(elementsThat((outcome) => outcome === "never-read"));
      expect(text("stale")).toBe(elementsThat((outcome) => outcome.startsWith("stale")));
      expect(result["stable-count"]).toBe(expected.filter((outcome) => /^sta/.test(outcome)).length);
      const latencies = expected.flatMap((outcome) =>
        /^sta/.test(outcome) ? [Number(outcome.split(" ")[1] ?? 0)] : [],
      );
      const greatest =
        result["stable-latencies"] instanceof Map ? result["stable-latencies"].get(1) : undefined;
      expect(greatest).toBe(latencies.length === 0 ? undefined : Math.max(...latencies));
      expect(valid).toBe(expected.includes("lost") ? false : latencies.length > 0 ? true : "unknown");
    }),
    { numRuns: 1500 },
  );
});

describe("a run of a set", () => {
  const valid = `
    0 invoke add 7
    0 ok     add 7
    1 invoke add 8
    1 info   add 8
    2 invoke add 9
    2 fail   add 9
    0 invoke read nil
    0 ok     read [7]
    2 invoke read nil
    2 ok     read [7 8]`;
  const judged = (from: string, to: string) => {
    const verdict = checkSetFull(runOfHistory(historyOf(valid.replace(from, to))));
    return { valid: verdict.valid, kinds: verdict.findings.map(({ kind }) => kind), verdict };
  };

  test("is valid when everything acknowledged is read in the end", () => {
    expect(judged("", "")).toMatchObject({ valid: true, kinds: [] });
  });

  // Each changes one reply.
  test.each([
    [
      "an acknowledged element is missing",
      "2 ok     read [7 8]",
      "2 ok     read [8]",
      false,
      ["lost-element"],
    ],
    ["a value that nobody sent", "[7 8]", "[7 8 99]", true, ["value-nobody-sent"]],
    ["a value twice in a read", "[7 8]", "[7 8 7]", true, ["duplicate-in-read"]],
    ["a value whose add failed", "[7 8]", "[7 8 9]", true, ["failed-but-read"]],
    [
      "reads are empty",
      "0 ok     read [7]\n    2 invoke read nil\n    2 ok     read [7 8]",
      "0 ok read []",
      false,
      ["lost-element"],
    ],
    [
      "no read at all",
      "0 invoke read nil\n    0 ok     read [7]\n    2 invoke read nil\n    2 ok     read [7 8]",
      "",
      "unknown",
      ["nothing-to-check"],
    ],
  ] as const)("%s", (_, from, to, expected, kinds) => {
    expect(judged(from, to)).toMatchObject({ valid: expected, kinds });
  });

  test("an element that was read before anybody sent it is told", () => {
    const verdict = checkSetFull(runOfHistory(historyOf(`3 invoke read nil\n3 ok read [7]\n${valid}`)));
    expect(verdict.valid).toBe(true);
    expect(verdict.findings.map(({ kind }) => kind)).toStrictEqual(["read-before-sent"]);
  });

  test("a loss names who acknowledged, who saw it last and who lacks it", () => {
    const [finding] = judged("2 ok     read [7 8]", "2 ok     read [8]").verdict.findings;
    expect(finding?.operations).toStrictEqual([1, 7, 9]);
    expect(finding?.summary).toContain("(operation 1, 0.001 s)");
    expect(finding?.summary).toContain(
      "the last to have it was the read by process 0 (operation 7, 0.007 s)",
    );
    expect(finding?.summary).toContain("the read by process 2 (operation 9, 0.009 s)");
  });

  test("null for a list is an empty list, anything else is an error that names the operation", () => {
    expect(judged("0 ok     read [7]", "0 ok     read nil").valid).toBe(true);
    expect(() => judged("[7 8]", "5")).toThrow(MalformedOperationError);
  });
});

test('elements may be any data, and stay apart: 1 is not "1", [1 2] is (1 2)', () => {
  const history = (read: string) =>
    historyOf(`
    0 invoke add "1"
    0 ok     add "1"
    0 invoke add [1 2]
    0 ok     add [1 2]
    0 invoke read nil
    0 ok     read ${read}`);
  expect(checkSetFull(runOfHistory(history('["1" (1 2)]'))).valid).toBe(true);
  expect(checkSetFull(runOfHistory(history("[1 (1 2)]"))).result["lost-count"]).toBe(1);
});

test("the worst stale elements are eight, the slowest first", () => {
  const adds = Array.from({ length: 12 }, (_, element) => `0 invoke add ${element}\n0 ok add ${element}`);
  const all = Array.from({ length: 12 }, (_, element) => element).join(" ");
  const history = historyOf(
    `${adds.join("\n")}\n0 invoke read nil\n0 ok read []\n0 invoke read nil\n0 ok read [${all}]`,
  );
  const worst = checkSetFull(runOfHistory(history)).result["worst-stale"];
  const elements = worst instanceof EdnList ? worst.items.map((item) => printEdn(item).slice(0, 12)) : [];
  expect(elements).toHaveLength(8);
  expect(elements[0]).toBe("{:element 0,");
});
