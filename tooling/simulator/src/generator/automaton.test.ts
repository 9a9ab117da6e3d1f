import { expect, test } from "vitest";
import { automaton, type Behaviour } from "./automaton.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { clients } from "./on-threads.ts";

interface Count {
  readonly asked: number;
  readonly failed: number;
}

/** Tries until three tries have failed. */
const untilThreeFailed: Behaviour<Count> = {
  next: (state) =>
    state.failed >= 3
      ? null
      : [
          { f: "try", value: state.asked },
          { ...state, asked: state.asked + 1 },
        ],
  observe: (state, { operation }) =>
    operation.type === "fail" ? { ...state, failed: state.failed + 1 } : state,
};
const start: Count = { asked: 0, failed: 0 };

test("goes on from its own state, and ends by what it has observed", () => {
  const { deeds } = interpret(clients(automaton(start, untilThreeFailed)), {
    outcome: ({ value }) => (Number(value) % 2 === 0 ? "fail" : "ok"),
  });
  expect(deeds.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4]);
});

test("does not wait for a free thread to end", () => {
  const { end } = interpret(clients(automaton(start, untilThreeFailed)), {
    concurrency: 2,
    latency: () => 10,
    outcome: () => "fail",
  });
  // Two tries at 0 and two at 10; the third failure, one of the second two, is the last.
  expect(end).toBe(20);
});

test("an answer that is thrown away has changed nothing", () => {
  const generator = automaton(start, untilThreeFailed);
  const first = interpret(limit(2, generator)).deeds.map(({ value }) => value);
  expect(first).toEqual([0, 1]);
  expect(interpret(limit(2, generator)).deeds.map(({ value }) => value)).toEqual(first);
});
