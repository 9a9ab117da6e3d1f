import { setImmediate as macroTask, setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { currentNode, onBehalfOf } from "./node-context.ts";

// Tests follow each other within one macro task.
afterEach(() => macroTask());

/** Asks in each of so many microtasks, each begotten by the one before. */
async function askBehindAwaits(times: number): Promise<(string | undefined)[]> {
  const answers = [currentNode()];
  for (let i = 0; i < times; i++) {
    await null;
    answers.push(currentNode());
  }
  return answers;
}

test("nobody works for a node at first", () => {
  expect(currentNode()).toBeUndefined();
});

describe("a node is known", () => {
  test("while its work runs, and not to whoever had it done", () => {
    expect(onBehalfOf("n1", currentNode)).toBe("n1");
    expect(currentNode()).toBeUndefined();
  });

  test("behind any number of awaits", async () => {
    expect(new Set(await onBehalfOf("n1", () => askBehindAwaits(1_000)))).toEqual(new Set(["n1"]));
  });

  test("when its work throws, which then is over", async () => {
    const fail = (): never => {
      throw new Error("no");
    };
    expect(() => onBehalfOf("n1", fail)).toThrow("no");
    expect(currentNode()).toBeUndefined();
    await macroTask();
    expect(currentNode()).toBeUndefined();
  });

  test("within the work for another one, and that one again behind it", () => {
    const seen = onBehalfOf("n1", () => [currentNode(), onBehalfOf("n2", currentNode), currentNode()]);
    expect(seen).toEqual(["n1", "n2", "n1"]);
  });
});

test("macro tasks, timers and ticks behind all of its microtasks work for no node", async () => {
  const seen: (string | undefined)[] = [];
  const ask = (): number => seen.push(currentNode());
  const asked = Promise.all([macroTask().then(ask), sleep(0).then(ask)]);
  const work = onBehalfOf("n1", () => askBehindAwaits(10));
  queueMicrotask(() => process.nextTick(ask));
  await Promise.all([asked, work]);
  expect(seen).toEqual([undefined, undefined, undefined]);
});

test("one node's work does not end with another's", async () => {
  await onBehalfOf("n1", () => askBehindAwaits(3));
  await macroTask();
  expect(new Set(await onBehalfOf("n2", () => askBehindAwaits(30)))).toEqual(new Set(["n2"]));
});
