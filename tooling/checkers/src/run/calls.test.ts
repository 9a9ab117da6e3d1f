import type { Operation } from "@gossip-glomers/history";
import fc from "fast-check";
import { expect, test } from "vitest";
import { historyOf } from "../../test/script-lines.ts";
import { pairCalls } from "./calls.ts";

function indices(history: readonly Operation[]): readonly (readonly [number, number | null])[] {
  return pairCalls(history).map(({ invocation, completion }) => [
    invocation.index,
    completion?.index ?? null,
  ]);
}

test("a completion belongs to the last invocation of its process", () => {
  const history = historyOf(`
    0 invoke read nil
    1 invoke read nil
    nemesis info start-partition nil
    1 ok read 1
    0 fail read nil
    1 invoke read nil`);
  expect(indices(history)).toStrictEqual([
    [0, 4],
    [1, 3],
    [5, null],
  ]);
});

test("a completion without an invocation is nobody's, and an invocation may stay without a completion", () => {
  const history = historyOf(`
    0 ok read 1
    0 invoke read nil
    0 invoke read nil
    0 ok read 2
    0 ok read 3`);
  expect(indices(history)).toStrictEqual([
    [1, null],
    [2, 3],
  ]);
});

test("every invocation is in one call, with a later completion of its own process, which is in no other", () => {
  const step = fc.record({ process: fc.nat(3), type: fc.constantFrom("invoke", "ok", "fail", "info") });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const history = steps.map(
        (one, index): Operation => ({ ...one, index, time: index, f: "read", value: null }),
      );
      const calls = pairCalls(history);
      expect(calls.map(({ invocation }) => invocation)).toStrictEqual(
        history.filter(({ type }) => type === "invoke"),
      );
      const completions = calls.flatMap(({ completion }) => completion ?? []);
      expect(new Set(completions).size).toBe(completions.length);
      for (const { invocation, completion } of calls) {
        if (completion === null) continue;
        expect(completion.process).toBe(invocation.process);
        const between = history
          .slice(invocation.index + 1, completion.index)
          .filter(({ process }) => process === invocation.process);
        expect(between).toStrictEqual([]);
      }
    }),
  );
});
