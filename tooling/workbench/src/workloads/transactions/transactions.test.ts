import { checkListAppend, checkRwRegister, runOfHistory } from "@gossip-glomers/checkers";
import { isVector, Keyword } from "@gossip-glomers/history";
import { type Node, RpcError, txnListAppend } from "@gossip-glomers/protocol";
import { describe, expect, test } from "vitest";
import { invocations, play, requests } from "../play.fixture.ts";
import { txnListAppendWorkload } from "../txn-list-append.ts";
import { txnRwRegisterWorkload } from "../txn-rw-register.ts";
import { listServers, registerServers } from "./stores.fixture.ts";
import type { TransactionOptions } from "./transactions.ts";

const defaults: TransactionOptions = { keyCount: null, maxTxnLength: 4, maxWritesPerKey: 16 };

/** `[[:r 3 nil] [:append 3 2]]` as `r 3 null, append 3 2`. */
function textOf(value: unknown): string {
  if (!Array.isArray(value)) return "";
  return value
    .map(([f, key, argument]) => `${f instanceof Keyword ? f.name : "?"} ${key} ${JSON.stringify(argument)}`)
    .join(", ");
}

describe.each([
  { workload: txnListAppendWorkload, servers: listServers, write: "append", check: checkListAppend },
  { workload: txnRwRegisterWorkload, servers: registerServers, write: "w", check: checkRwRegister },
])("$write", ({ workload, servers, write, check }) => {
  const { correct: server, ...wrong } = servers;

  test("transactions have 1 to 4 accesses, and a read's value is what came back", async () => {
    const { history, events } = await play(workload(defaults), { server, rate: 200 });
    const asked = invocations(history, "txn").map(({ value }) => value);
    const lengths = asked.map((value) => (isVector(value) ? value.length : 0));
    for (const length of [1, 2, 3, 4]) {
      const share = lengths.filter((other) => other === length).length / lengths.length;
      expect(Math.abs(share - 1 / 4)).toBeLessThan(0.05);
    }
    const access = new RegExp(`^(r \\d+ null|${write} \\d+ \\d+)(, (r \\d+ null|${write} \\d+ \\d+))*$`);
    for (const value of asked) expect(textOf(value)).toMatch(access);
    const answered = history.filter(({ type }) => type === "ok").map(({ value }) => textOf(value));
    expect(answered).toContainEqual(expect.stringMatching(write === "w" ? /r \d+ \d+/ : /r \d+ \[\d+/));
    expect(requests(events, "txn")).toHaveLength(asked.length);
  });

  test("the options say how many keys, how long and how often", async () => {
    const options: TransactionOptions = { keyCount: 2, maxTxnLength: 1, maxWritesPerKey: 3 };
    const { history } = await play(workload(options), { server, rate: 100 });
    const writes = invocations(history, "txn")
      .map(({ value }) => textOf(value))
      .filter((text) => text.startsWith(write));
    expect(new Set(writes).size).toBe(writes.length);
    expect(new Set(writes.map((text) => text.split(" ")[2]))).toEqual(new Set(["1", "2", "3"]));
    const used = Math.max(...writes.map((text) => Number(text.split(" ")[1])));
    expect(used).toBeGreaterThan(writes.length / 3 - 2);
  });

  test("a store that all share is strictly serializable, whatever the network does", async () => {
    const scene = { server, nodes: 3, concurrency: 6, partitions: true, latency: 20 };
    const { history } = await play(workload(defaults), scene);
    expect(check(runOfHistory(history))).toMatchObject({ valid: true });
  });

  test.each(Object.entries(wrong))("a node that %s is caught", async (_, broken) => {
    const { history } = await play(workload(defaults), { server: broken, concurrency: 6, rate: 100 });
    expect(check(runOfHistory(history)).valid).toBe(false);
  });

  test("there is no final phase", async () => {
    const { history } = await play(workload(defaults), { server, seconds: 5 });
    expect(history.at(-1)?.time).toBeLessThan(6e9);
  });
});

test("what nobody knows the end of is info, and its client serves on", async () => {
  const flaky = (node: Node): void => {
    node.on(txnListAppend.txn, ({ txn }) => {
      throw txn.length > 2 ? RpcError.crash("who knows") : RpcError.txnConflict("no");
    });
  };
  const { history, events } = await play(txnListAppendWorkload(defaults), { server: flaky, seconds: 4 });
  for (const { type, value } of history) {
    if (type !== "invoke") expect(type).toBe(isVector(value) && value.length > 2 ? "info" : "fail");
  }
  expect(history.some(({ process }) => Number(process) >= 3)).toBe(true);
  const clients = new Set(events.flatMap((event) => (event.kind === "op" ? (event.client ?? []) : [])));
  expect(clients.size).toBe(3);
});

test("an answer without a list has no accesses", async () => {
  const lazy = (node: Node): void => {
    node.on(txnListAppend.txn, () => ({ txn: null }));
  };
  const { history } = await play(txnListAppendWorkload(defaults), { server: lazy, seconds: 1 });
  expect(history.find(({ type }) => type === "ok")?.value).toEqual([]);
});
