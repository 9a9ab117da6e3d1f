import { checkLinearizableByKey, runOfHistory } from "@gossip-glomers/checkers";
import type { Operation } from "@gossip-glomers/history";
import { type Json, kv, linKv, type Node, RpcError } from "@gossip-glomers/protocol";
import { describe, expect, test } from "vitest";
import { linKvWorkload } from "./lin-kv.ts";
import { invocations, play } from "./play.fixture.ts";

const workload = linKvWorkload({ latency: { meanMs: 0, distribution: "constant" } });

/** Leaves everything to a service. */
function proxyOf(service: string): (node: Node) => void {
  return (node) =>
    node.serve(linKv, {
      read: (request) => node.rpc(service, kv.read, request),
      write: (request) => node.rpc(service, kv.write, request),
      cas: (request) => node.rpc(service, kv.cas, request),
    });
}

const proxy = proxyOf("lin-kv");

const wrong = {
  "leaves everything to seq-kv": proxyOf("seq-kv"),
  "leaves everything to lww-kv": proxyOf("lww-kv"),
  "keeps a store of its own": (node: Node): void => {
    const store = new Map<Json, Json>();
    const current = (key: Json): Json => {
      const value = store.get(key);
      if (value === undefined) throw RpcError.keyDoesNotExist("there is none");
      return value;
    };
    node.serve(linKv, {
      read: ({ key }) => ({ value: current(key) }),
      write: ({ key, value }) => {
        store.set(key, value);
      },
      cas: ({ key, from, to }) => {
        if (current(key) !== from) throw RpcError.preconditionFailed("it is another");
        store.set(key, to);
      },
    });
  },
  "writes although it says that it did not": (node: Node): void =>
    node.serve(linKv, {
      read: (request) => node.rpc("lin-kv", kv.read, request),
      write: async (request) => {
        await node.rpc("lin-kv", kv.write, request);
        if (request.value === 3) throw RpcError.abort("nothing was written");
      },
      cas: (request) => node.rpc("lin-kv", kv.cas, request),
    }),
};

/** The key that an operation is about. */
function keyOf({ value }: Operation): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

describe("with 2n threads", () => {
  const scene = { server: proxy, nodes: 3, concurrency: 6, rate: 200 };

  test("one key, which n threads read and n update, two cas to one write", async () => {
    const { history } = await play(workload, scene);
    expect(new Set(history.map(keyOf))).toEqual(new Set([0]));
    const reads = invocations(history, "read");
    const writes = invocations(history, "write");
    const cas = invocations(history, "cas");
    expect(new Set(reads.map(({ process }) => process))).toEqual(new Set([0, 1, 2]));
    expect(new Set([...writes, ...cas].map(({ process }) => process))).toEqual(new Set([3, 4, 5]));
    const share = writes.length / (writes.length + cas.length);
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.05);
  });

  test("values are pairs: [key nil] asks, [key value] writes and answers, [key [from to]] is a cas", async () => {
    const { history } = await play(workload, scene);
    for (const { type, f, value } of history) {
      if (f === "read" && type === "invoke") expect(value).toEqual([0, null]);
      if (f === "read" && type === "ok") expect(value).toEqual([0, expect.any(Number)]);
      if (f === "write") expect(value).toEqual([0, expect.any(Number)]);
      if (f === "cas") expect(value).toEqual([0, [expect.any(Number), expect.any(Number)]]);
    }
    const numbers = JSON.stringify(invocations(history, "cas").map(({ value }) => value)).match(/\d+/g);
    expect(new Set(numbers)).toEqual(new Set(["0", "1", "2", "3", "4"]));
  });

  test("a missing key and a cas that does not match fail", async () => {
    const { history } = await play(workload, scene);
    const errors = history.flatMap(({ type, error }) => (type === "fail" ? JSON.stringify(error) : []));
    expect(errors).toContainEqual(expect.stringMatching(/precondition-failed.*current value \d is not \d/));
    expect(history.every(({ type }) => type !== "info")).toBe(true);
  });

  test("a key is replaced before 20 processes have been at it, and a timeout comes after one second", async () => {
    const mute = (node: Node): void => {
      node.on(linKv.read, () => new Promise(() => {}));
      node.on(linKv.write, () => new Promise(() => {}));
      node.on(linKv.cas, () => new Promise(() => {}));
    };
    const { history } = await play(workload, { ...scene, server: mute, seconds: 30 });
    const processes = new Map<unknown, Set<unknown>>();
    for (const op of history) {
      const key = keyOf(op);
      processes.set(key, (processes.get(key) ?? new Set()).add(op.process));
    }
    expect(processes.size).toBeGreaterThan(3);
    for (const own of processes.values()) expect(own.size).toBeLessThanOrEqual(20);
    // The first operation begins at 0.
    expect(history.find(({ type }) => type !== "invoke")?.time).toBe(1e9);
  });
});

test("a proxy of lin-kv is linearizable, whatever the network does", async () => {
  const { history } = await play(workload, {
    ...{ server: proxy, nodes: 3, concurrency: 6, rate: 50 },
    ...{ partitions: true, latency: 50 },
  });
  expect(checkLinearizableByKey(runOfHistory(history)).valid).toBe(true);
});

test.each(Object.entries(wrong))("a node that %s is caught", async (_, server) => {
  const { history } = await play(workload, { server, nodes: 3, concurrency: 6, rate: 50, latency: 5 });
  expect(checkLinearizableByKey(runOfHistory(history)).valid).toBe(false);
});

test("with 4n threads the second key is never read, because readers are threads 0 to n − 1", async () => {
  const { history } = await play(workload, { server: proxy, nodes: 2, concurrency: 8, rate: 200 });
  const fsOf = (key: number) => new Set(history.filter((op) => keyOf(op) === key).map(({ f }) => f));
  expect(fsOf(0)).toEqual(new Set(["read", "write", "cas"]));
  expect(fsOf(1)).toEqual(new Set(["write", "cas"]));
});

test.each([
  [0, 1000],
  [50, 1000],
  [100, 1000],
  [300, 3000],
])("at a mean latency of %i ms a call waits %i ms", (meanMs, ms) => {
  expect(linKvWorkload({ latency: { meanMs, distribution: "constant" } }).callTimeout).toBe(ms * 1e6);
});

test("threads that cannot be divided into groups of 2n are refused", async () => {
  await expect(play(workload, { server: proxy, nodes: 3, concurrency: 3 })).rejects.toThrow(
    "lin-kv: With 3 worker threads, 3 nodes cannot run keys with 6 threads each. Use --concurrency 2n",
  );
});
