import { expect, test } from "vitest";
import { expectReadable } from "./long-lines.ts";
import { wordOf } from "./words.ts";

const inMessage = (value: unknown): object => ({ runs: [["n0:1", 0, [value]]] });
const check = (body: object): void => expectReadable(body, JSON.stringify(body));

test("the deepest value that a client may send is readable between nodes, and not much more", () => {
  let deep: unknown = wordOf(1, { isAwkward: true, longText: 0 });
  for (let more = 0; more < 13; more += 1) {
    check(inMessage(deep));
    deep = [deep];
  }
  for (let more = 0; more < 2; more += 1) deep = [deep];
  expect(() => check(inMessage(deep))).toThrow("levels");
});
