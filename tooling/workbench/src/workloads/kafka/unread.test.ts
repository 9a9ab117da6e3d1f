import { type Datum, keyword, type Operation } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { knownOffsets, type Offset, polledOffsets, sentOffsets, successor } from "./offsets.ts";
import { afterOperation, type Unread } from "./unread.ts";

function op(type: Operation["type"], f: string, value: Datum): Operation {
  return { index: 0, time: 0, type, process: 0, f, value };
}
const sent = (key: string, offset: Offset) => op("ok", "send", [[keyword("send"), key, [offset, 1]]]);
const polled = (messages: Record<string, readonly Offset[]>) =>
  op("ok", "poll", [
    [
      keyword("poll"),
      new Map(Object.entries(messages).map(([key, offsets]) => [key, offsets.map((offset) => [offset, 1])])),
    ],
  ]);

function unreadAfter(...operations: readonly Operation[]): Unread {
  return operations.reduce(afterOperation, new Map());
}

test("a key is unread from its first acknowledged send until a poll reaches its last", () => {
  expect(unreadAfter(sent("a", 0), sent("b", 3), sent("a", 2))).toEqual(
    new Map([
      ["a", 2],
      ["b", 3],
    ]),
  );
  expect(unreadAfter(sent("a", 2), polled({ a: [0, 1] }))).toEqual(new Map([["a", 2]]));
  expect(unreadAfter(sent("a", 2), polled({ a: [0, 1, 2] }))).toEqual(new Map());
});

test("an acknowledgement that comes late does not lower an offset", () => {
  expect(unreadAfter(sent("a", 5), sent("a", 2))).toEqual(new Map([["a", 5]]));
});

test("offsets beyond 2^53 are told apart", () => {
  const last = Number.MAX_SAFE_INTEGER;
  expect([successor(0), successor(last), successor(2n ** 53n)]).toEqual([1, 2n ** 53n, 2n ** 53n + 1n]);
  expect(unreadAfter(sent("a", 2n ** 53n + 1n), sent("a", 2n ** 53n))).toEqual(
    new Map([["a", 2n ** 53n + 1n]]),
  );
  expect(unreadAfter(sent("a", 2n ** 53n + 1n), polled({ a: [last, 2n ** 53n] })).size).toBe(1);
});

test("only what is known to have happened counts", () => {
  const pending = [[keyword("send"), "a", [1, 1]]];
  for (const type of ["invoke", "fail", "info"] as const)
    expect(sentOffsets(op(type, "send", pending)).size).toBe(0);
  expect(polledOffsets(op("ok", "poll", [[keyword("poll")]])).size).toBe(0);
  expect(polledOffsets(op("ok", "poll", [[keyword("poll"), new Map([["a", null]])]])).size).toBe(0);
});

test("known is the highest offset that a send or a poll has shown", () => {
  expect(knownOffsets([sent("a", 1), polled({ a: [0, 4, 2], b: [7] }), sent("b", 9)])).toEqual(
    new Map([
      ["a", 4],
      ["b", 9],
    ]),
  );
});
