import { expect, test } from "vitest";
import { flipFlop } from "./flip-flop.ts";
import type { Generator } from "./generator.ts";
import { interpret } from "./interpret.fixture.ts";
import { limit } from "./limit.ts";
import { clients, nemesis, onThreads } from "./on-threads.ts";
import { wrapNext } from "./step.ts";
import { repeat } from "./unfold.ts";

const anything = repeat(() => ({ f: "read", value: null }));

test("clients never use the nemesis's thread, and the nemesis no other", () => {
  const used = (generator: Generator) =>
    new Set(interpret(limit(20, generator), { concurrency: 3 }).deeds.map((deed) => deed.thread));
  expect(used(clients(anything))).toEqual(new Set([0, 1, 2]));
  expect(used(nemesis(anything))).toEqual(new Set(["nemesis"]));
  expect(used(onThreads((thread) => thread === 1, anything))).toEqual(new Set([1]));
});

test("a generator hears of what happens on its threads and of nothing else", () => {
  const heard: string[] = [];
  const listener: Generator = {
    op: (context) => wrapNext(anything.op(context), () => listener),
    update(_, { thread, operation }) {
      heard.push(`${thread} ${operation.type}`);
      return listener;
    },
  };
  const isOdd = (thread: unknown) => thread === 1;
  interpret(limit(4, flipFlop(clients(anything), onThreads(isOdd, listener))), { concurrency: 2 });
  expect(heard.every((line) => line.startsWith("1 "))).toBe(true);
  expect(heard).toContain("1 invoke");
  expect(heard).toContain("1 ok");
});
