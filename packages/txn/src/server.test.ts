import type { Json } from "@gossip-glomers/protocol";
import { cluster, probe, TestNode } from "@gossip-glomers/protocol/testing";
import { describe, expect, test, vi } from "vitest";
import { neighboursOf } from "./overlay.ts";
import { createServer, server } from "./server.ts";

type Steps = readonly (readonly unknown[])[];

const txn = (...steps: Steps) => ({ type: "txn", txn: steps });

test("whatever is acknowledged arrives, however deeply it is nested, and so does what is written later", async () => {
  const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);
  for (let levels = 494; levels <= 502; levels += 1) {
    const { node, advance } = await cluster(server, { nodes: 2 });
    const { type } = await node("n0").request("c1", txn(["w", "deep", nested(levels)]));
    await node("n0").request("c1", txn(["w", "later", 1]));
    await advance(5_000);
    const { txn: steps } = await node("n1").request("c1", txn(["r", "deep", null], ["r", "later", null]));
    expect(steps).toEqual([
      ["r", "deep", type === "txn_ok" ? nested(levels) : null],
      ["r", "later", 1],
    ]);
  }
});

describe("a node", () => {
  test("answers a transaction with what it read and wrote", async () => {
    const node = await probe(server);
    await node.request("c1", txn(["w", 1, 6]));
    expect(
      await node.request("c2", txn(["r", 1, null], ["w", 1, 7], ["w", 2, 9], ["r", 3, null])),
    ).toMatchObject({
      type: "txn_ok",
      txn: [
        ["r", 1, 6],
        ["w", 1, 7],
        ["w", 2, 9],
        ["r", 3, null],
      ],
    });
  });

  test("alone sends nothing but its replies, and sets no timer", async () => {
    const node = await probe(server);
    await node.request("c1", txn(["w", 1, 6]));
    await node.world.settle();
    expect(node.world.clock.nextDue).toBeUndefined();
    expect(node.sent.map(({ dest }) => dest)).toEqual(["c1"]);
  });

  test("refuses appends, of which two at once would not both survive", async () => {
    const node = await probe(server);
    expect(await node.request("c1", txn(["append", 1, 6]))).toMatchObject({
      type: "error",
      code: 12,
      text: expect.stringContaining("/txn/0"),
    });
  });

  test("does nothing of a transaction of which one step is malformed", async () => {
    const node = await probe(server);
    expect(await node.request("c1", txn(["w", 1, 6], ["w", 2]))).toMatchObject({ type: "error", code: 12 });
    expect(await node.request("c1", txn(["r", 1, null]))).toMatchObject({ txn: [["r", 1, null]] });
  });

  test("takes changes from nodes only", async () => {
    const node = await probe(server, { nodeIds: ["n0", "n1"] });
    const changes = { type: "replicate", known: [[1, 9]], heard: 0, echo: null };
    expect(await node.request("c1", changes)).toMatchObject({ type: "error", code: 12 });
  });

  test("tells of its commits whoever made it", async () => {
    const commits: unknown[] = [];
    const node = await probe(createServer({}, (commit) => commits.push(commit)));
    await node.request("c1", txn(["r", 1, null]));
    await node.request("c1", txn(["w", 1, 5], ["w", 1, 6]));
    expect(commits).toEqual([{ node: "n0", life: expect.any(Number), counter: 1, writes: [[1, 6]] }]);
  });
});

test.each([{ interval: 0 }, { partSize: 1.5 }, { partSize: 0 }, { patience: Number.NaN }])(
  "%o is refused, and the option named",
  (options) => {
    const [name = ""] = Object.keys(options);
    expect(() => createServer(options)).toThrow(
      new RegExp(`^createServer: ${name} must be .*of at least 1; it was`),
    );
  },
);

describe("nodes", () => {
  test("show each other their transactions, whole", async () => {
    const { node, advance } = await cluster(server, { nodes: 2, latencyMs: 20 });
    // Until they know each other, and nothing else is under way.
    await advance(1_000);
    await node("n0").request("c1", txn(["w", "__proto__", 1], ["w", "", 2], ["w", "1", 3], ["w", 1, 4]));
    await advance(119);
    expect(await node("n1").request("c2", txn(["r", "", null]))).toMatchObject({ txn: [["r", "", null]] });
    await advance(1);
    expect(
      await node("n1").request(
        "c2",
        txn(["r", "__proto__", null], ["r", "", null], ["r", "1", null], ["r", 1, null]),
      ),
    ).toMatchObject({
      txn: [
        ["r", "__proto__", 1],
        ["r", "", 2],
        ["r", "1", 3],
        ["r", 1, 4],
      ],
    });
  });

  test("go on when they are cut off, and agree when they are not", async () => {
    let isCut = true;
    const { node, advance } = await cluster(server, {
      nodes: 2,
      loses: ({ dest }) => isCut && /^n/.test(dest),
    });
    await node("n0").request("c1", txn(["w", "a", 0], ["w", "b", 0]));
    await node("n1").request("c2", txn(["w", "b", 1], ["w", "c", 1]));
    await advance(20_000);
    expect(await node("n0").request("c1", txn(["r", "b", null]))).toMatchObject({ txn: [["r", "b", 0]] });
    isCut = false;
    await advance(2_200);
    for (const id of ["n0", "n1"]) {
      expect(
        await node(id).request("c3", txn(["r", "a", null], ["r", "b", null], ["r", "c", null])),
      ).toMatchObject({
        txn: [
          ["r", "a", 0],
          ["r", "b", 1],
          ["r", "c", 1],
        ],
      });
    }
  });

  test("are silent once everybody has everything", async () => {
    const { node, advance, world } = await cluster(server, { nodes: 5, latencyMs: 10 });
    await node("n3").request("c1", txn(["w", 1, 1]));
    await advance(5_000);
    const before = world.sent.length;
    await advance(3_600_000);
    expect(world.sent.length).toBe(before);
    expect(world.clock.nextDue).toBeUndefined();
  });
});

describe("a node that only reads and is cut off from its neighbour alone", () => {
  test.each([3, 5, 25])("of %i, is told by others what is new", async (count) => {
    const ids = Array.from({ length: count }, (_, index) => `n${index}`);
    const reader = count === 25 ? "n24" : "n1";
    const lost = new Set(neighboursOf(ids, reader));
    let isCut = false;
    const isLost = (one: string, other: string): boolean => isCut && one === reader && lost.has(other);
    const { node, advance } = await cluster(server, {
      nodes: count,
      latencyMs: 1,
      loses: ({ src, dest }) => isLost(src, dest) || isLost(dest, src),
    });
    await advance(5_000);
    isCut = true;
    // The first value comes after it has been noticed that the neighbour is silent, and each later one soon.
    for (let second = 1; second <= 30; second += 1) {
      await node("n2").request("c1", txn(["w", "x", second]));
      await advance(1_000);
      const { txn: steps } = await node(reader).request("c2", txn(["r", "x", null]));
      if (second >= 10) expect(Object(steps)[0][2]).toBeGreaterThanOrEqual(second - 2);
    }
  });
});

test.each([1_000, 3_000, 30_000])(
  "with an interval of %i ms each version comes to each node once, and messages go as its inverse",
  async (interval) => {
    const { node, advance, world } = await cluster(createServer({ interval }), { nodes: 5, latencyMs: 10 });
    await advance(10 * interval);
    const before = world.sent.length;
    const seconds = (10 * interval) / 1_000;
    for (let step = 0; step < 4 * seconds; step += 1) {
      await node(`n${step % 5}`).request("c1", txn(["w", step % 50, step]));
      await advance(250);
    }
    const sent = world.sent.slice(before).filter(({ body }) => body.type === "replicate");
    const versions = sent.map(({ body }) => Object(body.part ?? { versions: [] }).versions.length);
    expect(versions.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4 * 4 * seconds);
    // Both ends of each of the four links speak once in an interval.
    expect(sent.length).toBeLessThanOrEqual(10 * 2 * 4 + 8);
  },
);

test("no timer is set for a moment that has passed, though a real clock goes on while a node works", async () => {
  const { nodes, node, advance } = await cluster(server, { nodes: 2 });
  const delays: number[] = [];
  for (const { runtime } of nodes) {
    const { setTimer, now } = runtime;
    let late = 0;
    vi.spyOn(runtime, "now").mockImplementation(() => {
      late += 1;
      return now.call(runtime) + late;
    });
    vi.spyOn(runtime, "setTimer").mockImplementation((delayMs, callback) => {
      delays.push(delayMs);
      return setTimer.call(runtime, delayMs, callback);
    });
  }
  for (let i = 0; i < 10; i += 1) {
    await node(`n${i % 2}`).request("c1", txn(["w", "x", i]));
    await advance(150);
  }
  expect(delays.length).toBeGreaterThan(0);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
});

describe("a node that crashed and starts again", () => {
  const nodeIds = ["n0", "n1"];

  /** n1 in a new life, after n0 and n1 have agreed that x is "old", which was written more than once. */
  async function reborn(loses: () => boolean = () => false) {
    const all = await cluster(server, {
      nodes: 2,
      latencyMs: 100,
      loses: ({ dest }) => loses() && /^n/.test(dest),
    });
    for (let i = 0; i < 5; i += 1) await all.node("n1").request("c1", txn(["w", "x", "old"]));
    await all.advance(5_000);
    all.node("n1").node.stop();
    const node = new TestNode(all.world, "n1", server, 99);
    await node.request("c0", { type: "init", node_id: "n1", node_ids: nodeIds });
    return { ...all, reborn: node };
  }

  test("shows from its first transaction on what the others know, and writes above that", async () => {
    const { node, reborn: n1, advance, world } = await reborn();
    const before = world.now;
    expect(await n1.request("c1", txn(["r", "x", null], ["w", "x", "new"]))).toMatchObject({
      txn: [
        ["r", "x", "old"],
        ["w", "x", "new"],
      ],
    });
    // A word, a word back, and the same once more, since n0 had known its former life.
    expect(world.now - before).toBeLessThanOrEqual(400 + 100);
    await advance(2_000);
    for (const one of [node("n0"), n1])
      expect(await one.request("c1", txn(["r", "x", null]))).toMatchObject({ txn: [["r", "x", "new"]] });
  });

  test("waits a second at the most if it is cut off, and then for nothing any more", async () => {
    let isCut = false;
    const { reborn: n1, world } = await reborn(() => isCut);
    isCut = true;
    const before = world.now;
    expect(await n1.request("c1", txn(["r", "x", null]))).toMatchObject({ txn: [["r", "x", null]] });
    expect(world.now - before).toBeLessThanOrEqual(1_000);
    n1.deliver("c1", { ...txn(["r", "x", null]), msg_id: 1_000 });
    expect(n1.sent.at(-1)?.body).toMatchObject({ in_reply_to: 1_000 });
  });

  test("answers what came meanwhile in the order in which it came", async () => {
    const { reborn: n1, advance } = await reborn();
    for (let i = 1; i <= 3; i += 1) n1.deliver("c1", { ...txn(["r", "y", null], ["w", "y", i]), msg_id: i });
    await advance(1_000);
    expect(n1.sent.filter(({ dest }) => dest === "c1").map(({ body }) => body.txn)).toEqual([
      [
        ["r", "y", null],
        ["w", "y", 1],
      ],
      [
        ["r", "y", 1],
        ["w", "y", 2],
      ],
      [
        ["r", "y", 2],
        ["w", "y", 3],
      ],
    ]);
  });
});
