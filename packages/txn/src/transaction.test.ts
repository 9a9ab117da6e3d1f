import type { TxnRwRegisterRequest } from "@gossip-glomers/protocol";
import { describe, expect, test } from "vitest";
import { RegisterStore } from "./register-store.ts";
import { execute } from "./transaction.ts";

type Txn = TxnRwRegisterRequest["txn"];

/** What the last of some transactions, executed in turn on one store, replies. */
function reply(...transactions: readonly Txn[]): unknown {
  const store = new RegisterStore({ place: 0, life: 1, slot: 0 });
  return transactions.map((txn) => execute(store, txn).txn).at(-1);
}

describe("a transaction", () => {
  test("reads null where nobody has written", () => {
    expect(reply([["r", 1, null]])).toEqual([["r", 1, null]]);
  });

  test("reads its own writes, the last one before each read", () => {
    const txn: Txn = [
      ["r", 1, null],
      ["w", 1, 10],
      ["r", 1, null],
      ["w", 1, 11],
      ["r", 1, null],
    ];
    expect(reply([["w", 1, 9]], txn)).toEqual([
      ["r", 1, 9],
      ["w", 1, 10],
      ["r", 1, 10],
      ["w", 1, 11],
      ["r", 1, 11],
    ]);
  });

  test("leaves only its last write of a key to others, as one with its other writes", () => {
    const store = new RegisterStore({ place: 0, life: 1, slot: 0 });
    const { writes, counter } = execute(store, [
      ["w", 1, 10],
      ["w", 2, 20],
      ["w", 1, 11],
    ]);
    expect(writes).toEqual([
      [1, 11],
      [2, 20],
    ]);
    expect([...store.after(0)].map(({ value }) => value.counter)).toEqual([counter, counter]);
  });

  test("takes a counter only if it writes", () => {
    const store = new RegisterStore({ place: 0, life: 1, slot: 0 });
    expect(execute(store, [["r", 1, null]]).counter).toBeUndefined();
    expect(execute(store, [["w", 1, 1]]).counter).toBe(1);
    expect(execute(store, []).counter).toBeUndefined();
    expect(execute(store, [["w", 1, 2]]).counter).toBe(2);
  });

  test("may have any JSON as keys and values", () => {
    const keys = [1, "1", "", " ", "a/b", "__proto__", "constructor", "Ключ", null, true, [1], { a: 1 }];
    const write = keys.map((key, index): Txn[number] => ["w", key, { index }]);
    const read = keys.map((key): Txn[number] => ["r", key, null]);
    expect(reply(write, read)).toEqual(keys.map((key, index) => ["r", key, { index }]));
  });

  test("of ten thousand steps is one transaction", () => {
    const write = Array.from({ length: 10_000 }, (_, key): Txn[number] => ["w", key, key]);
    const read = write.map(([, key]): Txn[number] => ["r", key, null]);
    expect(reply(write, read)).toEqual(write.map(([, key, value]) => ["r", key, value]));
  });
});
