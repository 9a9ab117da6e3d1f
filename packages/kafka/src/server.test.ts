/** What clients may expect of either strategy. What only gossip does is in `gossip/gossip-log.test.ts`. */
import { attachService, attachServices, linKvInMemory } from "@gossip-glomers/kv-client/testing";
import type { Json } from "@gossip-glomers/protocol";
import { type Cluster, cluster, type TestNode } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import type { KafkaOptions } from "./options.ts";
import { createServer, server } from "./server.ts";

async function start(nodes: number, options: Partial<KafkaOptions>): Promise<Cluster> {
  const all = await cluster(createServer(options), { nodes, latencyMs: 1 });
  attachServices(all.world);
  return all;
}

function send(node: TestNode, key: string, msg: unknown) {
  return node.request("c1", { type: "send", key, msg });
}

async function poll(node: TestNode, offsets: object) {
  return (await node.request("c1", { type: "poll", offsets })).msgs;
}

function commit(node: TestNode, offsets: object) {
  return node.request("c1", { type: "commit_offsets", offsets });
}

async function committed(node: TestNode, ...keys: string[]) {
  return (await node.request("c1", { type: "list_committed_offsets", keys })).offsets;
}

describe.each(["gossip", "lin-kv"] as const)("strategy %s", (strategy) => {
  test("whatever is acknowledged can be polled anywhere, however deeply it is nested, and so can what comes after it", async () => {
    const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);
    for (let levels = 494; levels <= 502; levels += 1) {
      const { node, advance } = await start(2, { strategy });
      const { type } = await send(node("n0"), "k", nested(levels));
      await send(node("n0"), "k", "later");
      await advance(5_000);
      const polled = Object.values(Object(await poll(node("n1"), { k: 0 }))).flat(1);
      const messages = polled.map((entry) => (Array.isArray(entry) ? entry[1] : undefined));
      expect(messages).toEqual(type === "send_ok" ? [nested(levels), "later"] : ["later"]);
    }
  });

  test("a log keeps its messages in order, and any node serves them from any offset on", async () => {
    const { node, advance } = await start(2, { strategy });
    const offsets: number[] = [];
    for (const msg of ["a", "b", "c"]) offsets.push(Number((await send(node("n0"), "k", msg)).offset));
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    await advance(500);
    const [a, b, c] = offsets;
    for (const id of ["n0", "n1"]) {
      expect(await poll(node(id), { k: 0 })).toEqual({
        k: [
          [a, "a"],
          [b, "b"],
          [c, "c"],
        ],
      });
      expect(await poll(node(id), { k: b })).toEqual({
        k: [
          [b, "b"],
          [c, "c"],
        ],
      });
    }
  });

  test("keys are what clients like, and do not get into each other's way", async () => {
    const { node, advance } = await start(2, { strategy });
    const keys = ["__proto__", "", "a b", "a/b", "1/a", "constructor", "ключ", "🔑", "toString"];
    for (const key of keys) await send(node("n0"), key, { to: key });
    await advance(500);
    // Not `{ [key]: 0 }` and `toEqual`: with `__proto__`, both would look at prototypes.
    const polled = await poll(node("n1"), Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.entries(polled as object).map(([key, entries]) => [key, entries[0][1].to])).toEqual(
      keys.map((key) => [key, key]),
    );
    await commit(node("n0"), Object.fromEntries(keys.map((key, index) => [key, index])));
    await advance(500);
    expect(Object.entries((await committed(node("n1"), ...keys)) as object)).toEqual(
      keys.map((key, index) => [key, index]),
    );
  });

  test("a poll of an unknown key, from beyond the end, or of nothing, returns nothing", async () => {
    const { node, advance } = await start(2, { strategy });
    await send(node("n0"), "k", 1);
    await advance(500);
    expect(await poll(node("n0"), { unknown: 0, k: 1_000_000_000 })).toEqual({});
    expect(await poll(node("n0"), {})).toEqual({});
  });

  test("a poll from a negative offset begins at the beginning; one from a fraction is refused", async () => {
    const { node, advance } = await start(1, { strategy });
    await send(node("n0"), "k", 1);
    await advance(500);
    expect(await poll(node("n0"), { k: -7 })).toEqual({ k: [[0, 1]] });
    const refusal = await node("n0").request("c1", { type: "poll", offsets: { k: 0.5 } });
    expect(refusal).toMatchObject({ type: "error", code: 12, text: "poll: /offsets/k must be integer" });
  });

  test("a key composed and the same key decomposed are different keys", async () => {
    const { node, advance } = await start(2, { strategy });
    const [composed, decomposed] = ["\u00e9", "e\u0301"];
    await send(node("n0"), composed, "composed");
    await send(node("n0"), decomposed, "decomposed");
    await commit(node("n0"), { [composed]: 0 });
    await advance(500);
    expect(await poll(node("n1"), { [composed]: 0, [decomposed]: 0 })).toEqual({
      [composed]: [[0, "composed"]],
      [decomposed]: [[0, "decomposed"]],
    });
    expect(await committed(node("n1"), composed, decomposed)).toEqual({ [composed]: 0 });
  });

  test("a send without a key, or with one that is no string, is refused by the name of the field", async () => {
    const { node } = await start(1, { strategy });
    for (const body of [{ msg: 1 }, { key: 7, msg: 1 }]) {
      const refusal = await node("n0").request("c1", { type: "send", ...body });
      expect(refusal).toMatchObject({ type: "error", code: 12, text: expect.stringContaining("key") });
    }
  });

  test("a commit of a fraction is refused as a whole, and nothing of it is committed", async () => {
    const { node, advance } = await start(2, { strategy });
    const refusal = await commit(node("n0"), { a: 3, k: 0.5 });
    expect(refusal).toMatchObject({
      type: "error",
      code: 12,
      text: "commit_offsets: /offsets/k must be integer",
    });
    await advance(500);
    expect(await committed(node("n0"), "a", "k")).toEqual({});
  });

  test("a commit of a negative offset is answered and commits nothing", async () => {
    const { node, advance } = await start(2, { strategy });
    expect(await commit(node("n0"), { k: -1, l: -7 })).toMatchObject({ type: "commit_offsets_ok" });
    await advance(500);
    for (const id of ["n0", "n1"]) expect(await committed(node(id), "k", "l")).toEqual({});
  });

  test("a commit beyond the end, or of a log without messages, is kept as it is", async () => {
    const { node, advance } = await start(2, { strategy });
    await send(node("n0"), "k", 1);
    await commit(node("n0"), { k: 1_000_000, unknown: 3 });
    await advance(500);
    expect(await committed(node("n1"), "k", "unknown")).toEqual({ k: 1_000_000, unknown: 3 });
    // It does not keep anyone from reading what is there.
    expect(await poll(node("n1"), { k: 0 })).toEqual({ k: [[0, 1]] });
  });

  test("a commit that goes back changes nothing, on the same node or another", async () => {
    const { node, advance } = await start(2, { strategy });
    await commit(node("n0"), { k: 9 });
    await advance(500);
    for (const id of ["n0", "n1"])
      expect(await commit(node(id), { k: 2 })).toMatchObject({ type: "commit_offsets_ok" });
    await advance(500);
    for (const id of ["n0", "n1"]) expect(await committed(node(id), "k")).toEqual({ k: 9 });
  });

  test("committed offsets of unknown keys, or of none, are left out", async () => {
    const { node } = await start(1, { strategy });
    expect(await committed(node("n0"), "unknown", "__proto__")).toEqual({});
    expect(await committed(node("n0"))).toEqual({});
  });

  test("large messages, and a large batch of them, are read whole and in order by another node", async () => {
    const { node, advance } = await start(2, { strategy, batchLimit: 50 });
    const msgs = Array.from({ length: 500 }, (_, index) => `${index} ${"x".repeat(2_000)}`);
    for (const [index, msg] of msgs.entries())
      node("n0").deliver("c1", { type: "send", msg_id: 10_000 + index, key: "k", msg });
    await advance(5_000);
    const { k } = (await poll(node("n1"), { k: 0 })) as { k: [number, string][] };
    expect(k.map(([, msg]) => msg)).toEqual(msgs);
  });

  test("a poll returns a bounded number of entries of each log, and the next poll those that follow", async () => {
    const { node, advance } = await start(1, { strategy, pollLimit: 40 });
    for (let msg = 0; msg < 100; msg += 1) await send(node("n0"), "k", msg);
    await advance(500);
    const read: number[] = [];
    for (let from = 0; from < 100; from = (read.at(-1) ?? 0) + 1) {
      const { k } = (await poll(node("n0"), { k: from })) as { k: [number, number][] };
      expect(k.length).toBeLessThanOrEqual(40);
      read.push(...k.map(([offset]) => offset));
    }
    expect(read).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  test("thousands of keys can be sent to and polled at once", async () => {
    const { node, advance } = await start(1, { strategy });
    const keys = Array.from({ length: 3_000 }, (_, index) => `k${index}`);
    for (const [msgId, key] of keys.entries()) {
      node("n0").deliver("c1", { type: "send", msg_id: 10_000 + msgId, key, msg: key });
    }
    await advance(500);
    const polled = (await poll(node("n0"), Object.fromEntries(keys.map((key) => [key, 0])))) as object;
    expect(Object.values(polled)).toEqual(keys.map((key) => [[0, key]]));
  });

  test("committed offsets are known to all nodes, do not go back, and are only those that were committed", async () => {
    const { node, advance } = await start(2, { strategy });
    expect(await commit(node("n0"), { a: 5 })).toMatchObject({ type: "commit_offsets_ok" });
    await advance(500);
    await commit(node("n1"), { a: 3, b: 0 });
    await advance(500);
    for (const id of ["n0", "n1"]) expect(await committed(node(id), "a", "b", "c")).toEqual({ a: 5, b: 0 });
  });

  test("a consumer that resumes after its committed offset on another node misses nothing", async () => {
    const { node, advance } = await start(2, { strategy });
    for (const msg of [1, 2, 3]) await send(node("n0"), "k", msg);
    await advance(500);
    const { k } = (await poll(node("n0"), { k: 0 })) as { k: [number, number][] };
    await commit(node("n0"), { k: k[1]?.[0] });
    await advance(500);
    const offsets = (await committed(node("n1"), "k")) as { k: number };
    expect(await poll(node("n1"), { k: offsets.k + 1 })).toEqual({ k: [k[2]] });
  });
});

test("without options the strategy is gossip: no service is asked", async () => {
  const { node, world } = await cluster(server, { nodes: 2 });
  await send(node("n0"), "k", 1);
  await world.advance(1_000);
  expect(new Set(world.sent.map(({ dest }) => dest))).toEqual(new Set(["c1", "n0", "n1"]));
});

test("with lin-kv 100 ms away, a log of thousands and thousands of keys are answered in time, with what fits", async () => {
  const { node, world, advance } = await cluster(createServer({ strategy: "lin-kv" }), {
    nodes: 1,
    latencyMs: 100,
  });
  attachServices(world);
  const n0 = node("n0");
  for (let value = 0; value < 3_000; value += 1) n0.deliver("c1", { type: "send", key: "long", msg: value });
  await advance(60_000);
  expect(Object(await poll(n0, { long: 0 })).long.length).toBeGreaterThan(100);
  const keys = Array.from({ length: 3_000 }, (_, index) => `k${index}`);
  const all = Object.fromEntries(keys.map((key) => [key, 0]));
  expect(await poll(n0, all)).toEqual({});
  expect((await commit(n0, all)).type).toBe("commit_offsets_ok");
  expect(Object.keys(Object(await committed(n0, ...keys)))).toHaveLength(3_000);
});

test("of a commit of which a part has been done nobody says that it certainly failed", async () => {
  const { node, world } = await cluster(createServer({ strategy: "lin-kv" }), { nodes: 1, latencyMs: 1 });
  const service = linKvInMemory();
  const abort = { type: "error", code: 14, text: "no" };
  attachService(world, "lin-kv", (src, body) =>
    body.type === "cas" && String(body.key).endsWith("/b") ? abort : service(src, body),
  );
  expect(await commit(node("n0"), { a: 5, b: 5 })).toMatchObject({ type: "error", code: 0 });
  expect(await committed(node("n0"), "a", "b")).toEqual({ a: 5 });
});

test.each([{ acks: -1 }, { batchInterval: Number.NaN }, { pollLimit: 0 }, { batchLimit: 1.5 }])(
  "%j is refused, as by the bin",
  (options) => {
    const [name] = Object.keys(options);
    expect(() => createServer(options)).toThrow(new RegExp(`^createServer: ${name} must be .*; it was`));
  },
);
