/** The worst lag against a search through everything: each poll, each key of its process, each offset that anybody had. */
import type { Datum, Operation } from "@gossip-glomers/history";
import { keyword } from "@gossip-glomers/history";
import fc from "fast-check";
import { expect, test } from "vitest";
import { analyse } from "../../src/kafka/analysis.ts";
import { isBeforeInHashMap } from "../../src/kafka/clojure-order.ts";
import { worstRealtimeLag } from "../../src/kafka/realtime-lag.ts";
import { runOfHistory } from "../../src/run/run.ts";

interface Step {
  readonly process: number;
  readonly f: "send" | "poll" | "assign" | "subscribe";
  readonly ended: "ok" | "info" | "fail";
  readonly keys: readonly string[];
  readonly offsets: readonly number[];
}

// Ten keys, as Clojure's maps of more than eight have an order of their own.
const ALL_KEYS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
const keys = fc.oneof(fc.constant(ALL_KEYS), fc.subarray(ALL_KEYS));
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    process: fc.nat(2),
    f: fc.constantFrom(
      "send" as const,
      "send" as const,
      "poll" as const,
      "assign" as const,
      "subscribe" as const,
    ),
    ended: fc.constantFrom("ok" as const, "ok" as const, "ok" as const, "info" as const, "fail" as const),
    keys,
    offsets: fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 25 },
);

/** Each step begins after its own pause; what its process has no time for is left out. */
function historyOf(all: readonly Step[], pace: readonly number[]): readonly Operation[] {
  const moments = all.flatMap((step, id) => {
    const begun = id + (pace[id] ?? 0) / 3;
    return [
      { at: begun, id, step, type: "invoke" as const },
      { at: begun + 0.9, id, step, type: step.ended },
    ];
  });
  const open = new Map<number, number>();
  const history: Operation[] = [];
  for (const { step, type, id } of moments.sort((a, b) => a.at - b.at)) {
    const { process } = step;
    // A process that is still at work does not begin anything.
    if (type === "invoke" ? open.has(process) : open.get(process) !== id) continue;
    if (type === "invoke") open.set(process, id);
    else open.delete(process);
    const index = history.length;
    history.push({ index, time: index, type, process, f: step.f, value: datumFor(step, type) });
  }
  return history;
}

function datumFor({ f, keys: some, offsets }: Step, type: Operation["type"]): Datum {
  if (f === "assign" || f === "subscribe") return [...some];
  if (type === "invoke") return f === "poll" ? [[keyword("poll")]] : [[keyword("send"), some[0] ?? "0", 1]];
  if (f === "send") return [[keyword("send"), some[0] ?? "0", [offsets[0] ?? 0, 1]]];
  return [[keyword("poll"), new Map(some.map((key) => [key, offsets.map((offset) => [offset, offset])]))]];
}

/** Every key and the offset that an operation has of it. */
function seenIn({ f, value }: Operation): readonly (readonly [string, number])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap(([, first, second]): (readonly [string, number])[] => {
    if (f === "send") return Array.isArray(second) ? [[first, second[0]]] : [];
    return first instanceof Map
      ? [...first].flatMap(([key, pairs]) => pairs.map(([offset]: number[]) => [key, offset] as const))
      : [];
  });
}

function expectedLag(history: readonly Operation[]) {
  const at = new Map<unknown, Map<string, number>>();
  const begun = new Map<unknown, number>();
  const polls = history.flatMap(({ type, process, f, value, time, ...rest }) => {
    if (type === "invoke") begun.set(process, time);
    if (type !== "ok" || f === "send") return [];
    const before = at.get(process) ?? new Map<string, number>();
    if (f !== "poll") {
      const assigned = f === "assign" && Array.isArray(value) ? value.map(String) : [];
      at.set(process, new Map(assigned.map((key) => [key, before.get(key) ?? -1])));
      return [];
    }
    at.set(process, before);
    for (const [key, offset] of seenIn({ type, process, f, value, time, ...rest }))
      before.set(key, Math.max(before.get(key) ?? -1, offset));
    const since = begun.get(process) ?? time;
    const lags = [...before].map(([key, offset]) => {
      const grown = history.find(
        (other) =>
          (other.type === "ok" || other.type === "info") &&
          seenIn(other).some(([of, beyond]) => of === key && beyond > offset),
      );
      return { key, lag: Math.max(0, since - (grown?.time ?? Number.POSITIVE_INFINITY)) };
    });
    const most = Math.max(...lags.map(({ lag }) => lag));
    const [first, ...others] = lags.filter(({ lag }) => lag === most);
    if (first === undefined) return [];
    const key =
      lags.length > 8
        ? others.reduce((best, other) => (isBeforeInHashMap(other.key, best) ? other.key : best), first.key)
        : first.key;
    return [{ time: since, process, key, lag: most }];
  });
  return polls.reduce<(typeof polls)[number] | null>(
    (worst, poll) => (worst === null || poll.lag > worst.lag ? poll : worst),
    null,
  );
}

test("the worst lag is what a search through everything finds", () => {
  fc.assert(
    fc.property(steps, fc.array(fc.nat(9)), (all, pace) => {
      const history = historyOf(all, pace);
      expect(worstRealtimeLag(analyse(runOfHistory(history)))).toStrictEqual(expectedLag(history));
    }),
    { numRuns: 500 },
  );
});
