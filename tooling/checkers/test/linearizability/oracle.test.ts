/**
 * The search against the definition of linearizability itself, on all kinds of small histories: try every subset of
 * the operations of unknown outcome, and every order of what is left.
 */
import type { Datum, Operation } from "@gossip-glomers/history";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type IntervalCall, intervalCalls } from "../../src/linearizability/calls.ts";
import { casRegister } from "../../src/linearizability/cas-register.ts";
import { configurationsBefore } from "../../src/linearizability/just-in-time.ts";
import { checkLinearizable } from "../../src/linearizability/linearizability.ts";
import { Inconsistent } from "../../src/linearizability/model.ts";
import { tabulate } from "../../src/linearizability/transitions.ts";
import { runOfHistory } from "../../src/run/run.ts";

/** An operation on a register of few values, from one moment to another. */
interface Drawn {
  readonly f: string;
  readonly value: Datum;
  readonly type: "ok" | "fail" | "info";
  readonly begin: number;
  readonly length: number;
}

const small = fc.integer({ min: 0, max: 2 });
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    f: fc.constantFrom("read", "write", "cas"),
    value: fc.tuple(small, small),
    type: fc.constantFrom("ok", "ok", "ok", "fail", "info"),
    begin: fc.integer({ min: 0, max: 12 }),
    length: fc.integer({ min: 1, max: 8 }),
  })
  .map((operation) => ({
    ...operation,
    value: operation.f === "cas" ? operation.value : operation.value[0],
  }));
const histories = fc.array(drawn, { maxLength: 6 }).map(historyOf);

/** Each operation by a process of its own. At one moment, beginnings come before ends. */
function historyOf(operations: readonly Drawn[]): readonly Operation[] {
  const events = operations.flatMap(({ f, value, type, begin, length }, process) => [
    { at: begin, type: "invoke" as const, process, f, value: f === "read" ? null : value },
    { at: begin + length + 0.5, type, process, f, value: f === "read" && type !== "ok" ? null : value },
  ]);
  return events
    .sort((a, b) => a.at - b.at)
    .map(({ type, process, f, value }, index) => ({ index, time: index, type, process, f, value }));
}

function isLinearizable(history: readonly Operation[]): boolean {
  const calls = intervalCalls(history);
  const required = calls.filter(({ completion }) => completion !== null);
  const optional = calls.filter(({ completion }) => completion === null);
  return subsets(optional).some((chosen) => permutations([...required, ...chosen]).some(isPossible));
}

function isPossible(order: readonly IntervalCall[]): boolean {
  const keepsTime = order.every((later, position) =>
    order.slice(0, position).every((earlier) => !isBefore(later, earlier)),
  );
  let state: Datum = casRegister.initial;
  for (const { step } of order) {
    const next = casRegister.step(state, step);
    if (next instanceof Inconsistent) return false;
    state = next;
  }
  return keepsTime;
}

function isBefore(a: IntervalCall, b: IntervalCall): boolean {
  return a.completion !== null && a.completion.index < b.invocation.index;
}

function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const [first, ...others] = items;
  if (first === undefined) return [[]];
  return subsets(others).flatMap((subset) => [subset, [first, ...subset]]);
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, position) =>
    permutations(items.filter((_, other) => other !== position)).map((rest) => [item, ...rest]),
  );
}

test("a history is linearizable exactly if one of its orders is possible", () => {
  fc.assert(
    fc.property(histories, (history) => {
      expect(checkLinearizable(runOfHistory(history), casRegister).valid).toBe(isLinearizable(history));
    }),
    { numRuns: 1500 },
  );
});

test("`op` is the first completion at which the history stops being linearizable", () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { valid, findings } = checkLinearizable(runOfHistory(history), casRegister);
      fc.pre(valid === false);
      const stuck = findings[0]?.operations[0] ?? -1;
      // An operation that fails later did not happen either.
      const failed = new Set(history.filter(({ type }) => type === "fail").map(({ process }) => process));
      const until = (end: number) =>
        history.filter(({ index, process }) => index < end && !failed.has(process));
      expect(isLinearizable(until(stuck))).toBe(true);
      expect(isLinearizable(until(stuck + 1))).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test("just-in-time linearization, another algorithm, comes to the same verdict", () => {
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 12 }).map(historyOf), (history) => {
      const transitions = tabulate(casRegister);
      const calls = intervalCalls(history).map((call) => ({ ...call, kind: transitions.kindOf(call.step) }));
      const configurations = configurationsBefore(calls, transitions, null);
      fc.pre(configurations !== null);
      expect(checkLinearizable(runOfHistory(history), casRegister).valid).toBe(configurations?.length !== 0);
    }),
    { numRuns: 1000 },
  );
});
