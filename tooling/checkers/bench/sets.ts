/**
 * How fast histories of sets and counters are judged. Run by run.ts.
 *
 * A set is read whole, so the work is what the reads hold: the history of challenge 3d, a thousand values and a thousand
 * reads, holds half a million values and should take less than 0.1 s. Longer histories here keep to 20 values in a
 * read, so almost all are lost.
 */
import type { Operation } from "@gossip-glomers/history";
import { checkCounter } from "../src/counter/counter.ts";
import { runOfHistory } from "../src/run/run.ts";
import { checkSetFull } from "../src/set-full/set-full.ts";
import { measure, sizesUpTo } from "./measure.ts";

/** Adds and reads in turn; a read has the last `window` values. */
function sets(adds: number, window: number): readonly Operation[] {
  const operations: Operation[] = [];
  const record = (type: Operation["type"], f: string, value: Operation["value"]): void => {
    operations.push({ index: operations.length, time: operations.length * 1e7, type, process: 0, f, value });
  };
  for (let element = 0; element < adds; element++) {
    record("invoke", "add", element);
    record("ok", "add", element);
    record("invoke", "read", null);
    const first = Math.max(0, element + 1 - window);
    record(
      "ok",
      "read",
      Array.from({ length: element + 1 - first }, (_, place) => first + place),
    );
  }
  return operations;
}

/** Adds of −5 to 4, one in twenty of unknown outcome, and a last read. */
function counters(adds: number): readonly Operation[] {
  let sum = 0;
  const operations = Array.from({ length: adds }, (_, index): Operation => {
    const value = ((index * 7 + Math.floor(index / 20)) % 10) - 5;
    const type = index % 20 === 0 ? "info" : "ok";
    if (type === "ok") sum += value;
    return { index, time: index, type, process: index, f: "add", value };
  });
  return [
    ...operations,
    { index: adds, time: adds, type: "ok", process: 0, f: "read", value: sum, final: true },
  ];
}

/** Prints figures of sets and counters of up to `largest` operations. */
export function benchSets(largest: number): void {
  const challenge = sets(1_000, 1_000);
  // 0.1 s for all of them.
  const goal = challenge.length * 10;
  measure("set of challenge 3d", challenge.length, () => checkSetFull(runOfHistory(challenge)).valid, goal);
  for (const size of sizesUpTo(largest)) {
    const adds = sets(size / 4, 20);
    measure("set, short reads", adds.length, () => checkSetFull(runOfHistory(adds)).valid);
  }
  for (const size of sizesUpTo(largest)) {
    const counter = counters(size);
    measure("counter", counter.length, () => checkCounter(runOfHistory(counter)).valid);
  }
}
