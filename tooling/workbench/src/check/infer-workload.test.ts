import { type Datum, keyword, type Operation } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { inferWorkload } from "./infer-workload.ts";

/** A history of acknowledged operations with these functions and values. */
function history(...operations: readonly (readonly [f: string, value: Datum])[]): readonly Operation[] {
  return operations.flatMap(([f, value], position): Operation[] => [
    { index: 2 * position, time: 0, type: "invoke", process: 0, f, value },
    { index: 2 * position + 1, time: 0, type: "ok", process: 0, f, value },
  ]);
}

const transaction = (...step: readonly Datum[]): Datum => [[keyword("r"), 1, null], step];

test.each<[string | null, readonly Operation[]]>([
  ["echo", history(["echo", "a"])],
  ["unique-ids", history(["generate", 1])],
  ["broadcast", history(["read", []], ["broadcast", 0])],
  ["kafka", history(["assign", ["1"]])],
  ["lin-kv", history(["read", [0, 1]], ["cas", [0, [1, 2]]])],
  ["g-set", history(["add", 0], ["read", [0]])],
  ["g-counter", history(["add", 3], ["read", 3])],
  ["pn-counter", history(["add", -3], ["read", -3])],
  ["txn-list-append", history(["txn", transaction(keyword("append"), 1, 2)])],
  ["txn-rw-register", history(["txn", transaction("w", 1, 2)])],
  [null, history(["read", []])],
  [null, history(["txn", [[keyword("r"), 1, null]]])],
  [null, history(["add", 1])],
  [null, []],
])("%s", (workload, operations) => {
  expect(inferWorkload(operations, null)).toBe(workload);
});

test("adds that nobody read are told apart by the stored verdict", () => {
  const adds = history(["add", 1]);
  expect(inferWorkload(adds, { workload: { "attempt-count": 1 } })).toBe("g-set");
  expect(inferWorkload(adds, { workload: { acceptable: [[1, 1]] } })).toBe("g-counter");
});

test("what the nemesis does says nothing", () => {
  const cut: Operation = { index: 0, time: 0, type: "info", process: "nemesis", f: "send", value: null };
  expect(inferWorkload([cut], null)).toBeNull();
});
