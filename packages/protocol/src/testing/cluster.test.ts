import { describe, expect, test } from "vitest";
import { broadcast } from "../contract/broadcast.ts";
import { type Definition, message } from "../definition.ts";
import type { Node } from "../node/node.ts";
import { cluster } from "./cluster.ts";
import { freshProbe, probe } from "./probe.ts";

const gossip: Definition<{ readonly value: unknown }, Record<string, never>> = message("gossip");

/** Broadcast by flooding: each node tells all others what it hears from a client. */
function flood(node: Node): void {
  const seen: number[] = [];
  node.serve(broadcast, {
    topology: () => {},
    broadcast: ({ message }) => {
      seen.push(Number(message));
      for (const peer of node.peers) node.send(peer, gossip, { value: message });
    },
    read: () => ({ messages: seen }),
  });
  node.on(gossip, ({ value }) => {
    seen.push(Number(value));
  });
}

describe("a cluster", () => {
  test("delivers between its nodes when their latency has passed", async () => {
    const { node, nodes, advance } = await cluster(flood, { latencyMs: 100 });
    const read = (id: string) => node(id).request("c9", { type: "read" });
    await node("n0").request("c1", { type: "broadcast", message: 7 });
    await advance(99);
    expect(await read("n2")).toMatchObject({ messages: [] });
    await advance(1);
    expect(await read("n2")).toMatchObject({ messages: [7] });
    expect(nodes.map(({ id }) => id)).toEqual(["n0", "n1", "n2"]);
  });

  test("loses what it is told to lose, and records it all the same", async () => {
    const { node, world, advance } = await cluster(flood, { nodes: 2, loses: ({ dest }) => dest === "n1" });
    await node("n0").request("c1", { type: "broadcast", message: 7 });
    await advance(1000);
    expect(world.sent.filter(({ dest }) => dest === "n1")).toHaveLength(1);
    expect(await node("n1").request("c1", { type: "read" })).toMatchObject({ messages: [] });
  });

  test("does the same again with the same seed, and something else with another", async () => {
    const run = async (seed: number): Promise<string> => {
      const { world, advance } = await cluster(
        (node) =>
          void node.every(10, () => node.send(node.peers[0] ?? "", gossip, { value: node.runtime.random() })),
        { seed, latencyMs: () => 5 },
      );
      await advance(100);
      return JSON.stringify(world.sent);
    };
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });

  test("names the nodes it has when asked for another", async () => {
    const { node } = await cluster(flood, { nodes: ["a", "b"] });
    expect(() => node("n0")).toThrow("there is no node n0; its nodes are a, b");
  });

  test("a service that a test plays answers", async () => {
    const { node, world } = await cluster((node) => {
      node.on(gossip, async () => {
        await node.rpc("seq-kv", gossip, { value: 1 });
      });
    });
    world.attach("seq-kv", ({ src, body }) => {
      world.send({ src: "seq-kv", dest: src, body: { type: "gossip_ok", in_reply_to: body.msg_id ?? 0 } });
    });
    expect(await node("n0").request("c1", { type: "gossip", value: 0 })).toMatchObject({ type: "gossip_ok" });
  });
});

describe("a probe", () => {
  test("sends a copy: what its node changes later is not changed in what was sent", async () => {
    const list = [1];
    const node = await probe((node) => node.on(gossip, () => node.send("n1", gossip, { value: list })));
    node.deliver("n1", { type: "gossip", value: 0 });
    list.push(2);
    expect(node.sent).toEqual([{ src: "n0", dest: "n1", body: { type: "gossip", value: [1] } }]);
  });

  test("is told by its log what went wrong when no reply comes", async () => {
    const node = await probe((node) =>
      node.on(gossip, () => {
        node.log.warn("I will not");
        return new Promise(() => {});
      }),
    );
    await expect(node.request("c1", { type: "gossip", value: 0 })).rejects.toThrow(
      "request: n0 has not answered gossip (msg_id 2) of c1 within 5000 ms; its log:\n  warn I will not",
    );
    expect(node.world.now).toBe(5000);
  });

  test("answers two requests that are made at once", async () => {
    const node = await probe((node) =>
      node.on(gossip, ({ value }) => new Promise((resolve) => node.after(Number(value), () => resolve({})))),
    );
    const replies = await Promise.all([
      node.request("c1", { type: "gossip", value: 30 }),
      node.request("c2", { type: "gossip", value: 10 }),
    ]);
    expect(replies.map(({ in_reply_to }) => in_reply_to)).toEqual([2, 3]);
    expect(node.world.now).toBe(30);
  });

  test("that does not answer init is refused", async () => {
    const refusing = probe((node) =>
      node.onInit(() => {
        throw new Error("no");
      }),
    );
    await expect(refusing).rejects.toThrow(/init: n0 must answer init_ok; it answered .*"code":13/);
  });

  test("has a wall clock that can be made to jump, and a monotonic one that cannot", async () => {
    const { runtime, world } = freshProbe(() => {});
    const [wall, now] = [runtime.wallTime(), runtime.now()];
    runtime.wallClockOffsetMs = -60_000;
    await world.advance(1000);
    expect(runtime.wallTime() - wall).toBe(-59_000);
    expect(runtime.now() - now).toBe(1000);
  });
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("%d is no time that can pass", async (ms) => {
  const { world, advance } = await cluster(flood);
  await expect(advance(ms)).rejects.toThrow(
    /^advance: it must be a number of milliseconds from 0 on; it was/,
  );
  await advance(10);
  expect(world.now).toBe(10);
});

test("a latency that is no number is refused, and does not stop the clock", async () => {
  const latencies = new Map([["n1", 10]]);
  const { node, world } = await cluster(flood, {
    nodes: 3,
    latencyMs: ({ dest }) => latencies.get(dest) as number,
  });
  expect(() => node("n0").node.send("n2", gossip, { value: 1 })).toThrow(
    /latency of a message, must be a number/,
  );
  await world.advance(10);
  expect(world.now).toBe(10);
});
