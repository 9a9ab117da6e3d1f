/** What users do that a workload does not: odd keys and values, very many, very long, and what is no transaction at all. */
import { cluster, probe } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { createServer, server } from "./server.ts";

type Steps = readonly (readonly unknown[])[];

const txn = (...steps: Steps) => ({ type: "txn", txn: steps });
const reads = (keys: readonly unknown[]): Steps => keys.map((key) => ["r", key, null]);

/** What a second node shows once it has had the time to hear of a transaction at a first one. */
async function seenElsewhere(write: Steps, read: Steps, ms = 1_000, options = {}): Promise<unknown> {
  const { node, advance } = await cluster(createServer(options), { nodes: 2, latencyMs: 10 });
  expect(await node("n0").request("c1", txn(...write))).toMatchObject({ type: "txn_ok" });
  await advance(ms);
  return (await node("n1").request("c2", txn(...read))).txn;
}

const oddKeys: readonly unknown[] = [
  "__proto__",
  "constructor",
  "toString",
  "",
  " ",
  "a b",
  "a/b",
  "../a",
  "a\u0000b",
  "é",
  "e\u0301",
  "Ключ",
  "🔑",
  1,
  "1",
  -1,
  1.5,
  true,
  "true",
  null,
  "null",
  [1, 2],
  "[1,2]",
  { a: 1, b: 2 },
];

describe("keys", () => {
  test("however odd are each a register of its own, on every node", async () => {
    const write = oddKeys.map((key, index) => ["w", key, index]);
    const read = oddKeys.map((key, index) => ["r", key, index]);
    expect(await seenElsewhere(write, reads(oddKeys))).toEqual(read);
  });

  test("that nobody wrote read null, also if every object has such a property", async () => {
    const node = await probe(server);
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty", ""];
    expect(await node.request("c1", txn(...reads(names)))).toMatchObject({ txn: reads(names) });
  });

  test("that are the same JSON are the same register, however their fields are ordered", async () => {
    const seen = await seenElsewhere([["w", { a: 1, b: 2 }, "x"]], [["r", { b: 2, a: 1 }, null]]);
    expect(seen).toEqual([["r", { b: 2, a: 1 }, "x"]]);
  });

  test("by the thousand travel in parts, and all arrive", async () => {
    const { node, advance, world } = await cluster(server, { nodes: 2, latencyMs: 10 });
    const keys = Array.from({ length: 5_000 }, (_, index) => `key ${index}`);
    for (const key of keys) await node("n0").request("c1", txn(["w", key, key]));
    await advance(2_000);
    const parts = world.sent.filter(({ src, body }) => src === "n0" && "part" in body);
    expect(parts.length).toBeGreaterThanOrEqual(5);
    expect(await node("n1").request("c2", txn(...reads(keys)))).toMatchObject({
      txn: keys.map((key) => ["r", key, key]),
    });
  });
});

// A state is merged when it is whole, with the latest change. With 16 parts in a round and no more, nothing was seen for as long as
// so much was written.
test("registers are seen by others also while more of them change in a round than 16 parts hold", async () => {
  const { node, advance, world } = await cluster(createServer({ partSize: 10 }), { nodes: 2, latencyMs: 10 });
  await advance(1_000);
  let last = 0;
  const write = (): void => {
    const steps = Array.from({ length: 50 }, () => {
      last += 1;
      return ["w", last % 1_000, last];
    });
    node("n0").deliver("c1", { ...txn(...steps), msg_id: last });
    world.clock.setTimer(10, write);
  };
  write();
  for (let i = 0; i < 10; i += 1) {
    await advance(500);
    const { txn: seen } = await node("n1").request(
      "c2",
      txn(...reads(Array.from({ length: 1_000 }, (_, key) => key))),
    );
    const newest = Math.max(...(seen as Steps).map(([, , value]) => Number(value)));
    // What changes in two intervals, two ways of the network and the write that has just come.
    expect(last - newest).toBeLessThanOrEqual(5 * (100 + 10 + 100 + 10 + 10));
  }
});

describe("values", () => {
  const values = [
    null,
    0,
    "",
    false,
    [],
    {},
    [[null]],
    { a: { b: [1, { c: null }] } },
    "null",
    "__proto__",
    1e300,
  ];

  test.each(values)("may be %j", async (value) => {
    expect(await seenElsewhere([["w", "x", value]], [["r", "x", null]])).toEqual([["r", "x", value]]);
  });

  test("of null take the place of what was there, on every node", async () => {
    const { node, advance } = await cluster(server, { nodes: 2 });
    await node("n0").request("c1", txn(["w", "x", 1]));
    await advance(1_000);
    await node("n1").request("c2", txn(["w", "x", null]));
    await advance(1_000);
    expect(await node("n0").request("c1", txn(["r", "x", null]))).toMatchObject({ txn: [["r", "x", null]] });
  });

  test("may have a field named __proto__", async () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":1}}');
    const seen = await seenElsewhere([["w", "x", value]], [["r", "x", null]]);
    expect(JSON.stringify(seen)).toBe('[["r","x",{"__proto__":{"a":1}}]]');
  });
});

describe("a long transaction", () => {
  const keys = Array.from({ length: 2_500 }, (_, index) => index);

  test("is never seen in part, although it travels in many", async () => {
    const { node, advance, world } = await cluster(createServer({ partSize: 100 }), {
      nodes: 2,
      latencyMs: 10,
    });
    for (const round of [1, 2]) {
      await node("n0").request("c1", txn(...keys.map((key) => ["w", key, round])));
      for (let i = 0; i < 100; i += 1) {
        await advance(5);
        const { txn: seen } = await node("n1").request("c2", txn(...reads(keys)));
        const values = new Set((seen as Steps).map(([, , value]) => value));
        expect(values.size).toBe(1);
        if (i === 99) expect([...values]).toEqual([round]);
      }
    }
    const sizes = world.sent.flatMap(({ body }) => {
      const part = body.part as { readonly versions: readonly unknown[] } | undefined;
      return part === undefined ? [] : [part.versions.length];
    });
    expect(Math.max(...sizes)).toBe(100);
  });

  test("of no step at all succeeds, and costs nothing", async () => {
    const { node, advance, world } = await cluster(server, { nodes: 2 });
    // Until they have told each other that they are there.
    await advance(10_000);
    const before = world.sent.length;
    expect(await node("n0").request("c1", txn())).toMatchObject({ type: "txn_ok", txn: [] });
    await advance(10_000);
    expect(world.sent.slice(before).filter(({ dest }) => dest.startsWith("n"))).toEqual([]);
  });
});

test.each<[what: string, body: { readonly type: string; readonly txn?: unknown }, path: string]>([
  ["an unknown function", txn(["cas", "x", 1]), "/txn/0"],
  [
    "an unknown function after good steps",
    txn(["w", "x", 1], ["r", "x", null], ["delete", "x", null]),
    "/txn/2",
  ],
  ["a function that is no text", txn([1, "x", 1]), "/txn/0"],
  ["an append", txn(["append", "x", 1]), "/txn/0"],
  ["a step without a value", txn(["w", "x"]), "/txn/0"],
  ["a step with too many", txn(["w", "x", 1, 2]), "/txn/0"],
  ["a step that is no list", { type: "txn", txn: [{ w: 1 }] }, "/txn/0"],
  ["an empty step", txn([]), "/txn/0"],
  ["steps that are no list", { type: "txn", txn: "w x 1" }, "/txn"],
  ["steps that are null", { type: "txn", txn: null }, "/txn"],
  ["no steps", { type: "txn" }, "txn"],
])("%s is refused with error 12 and where it is, and nothing is written", async (_, body, path) => {
  const node = await probe(server);
  expect(await node.request("c1", body)).toMatchObject({
    type: "error",
    code: 12,
    text: expect.stringContaining(path),
  });
  expect(await node.request("c1", txn(["r", "x", null]))).toMatchObject({ txn: [["r", "x", null]] });
});
