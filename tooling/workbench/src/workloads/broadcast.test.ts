import { checkSetFull, runOfHistory } from "@gossip-glomers/checkers";
import { broadcast, message, type Node } from "@gossip-glomers/protocol";
import { describe, expect, test } from "vitest";
import { broadcastWorkload } from "./broadcast.ts";
import { invocations, play, requests } from "./play.fixture.ts";

const gossip = message<{ readonly values: readonly number[] }>("gossip");
const workload = broadcastWorkload({ topology: "grid" });

/** Tells all it knows to everybody, again and again; `keeps` says which values it remembers. */
function gossiping(keeps: (value: number) => boolean): (node: Node) => Set<number> {
  return (node) => {
    const known = new Set<number>();
    node.serve(broadcast, {
      topology: () => {},
      broadcast: (request) => {
        if (keeps(Number(request.message))) known.add(Number(request.message));
      },
      read: () => ({ messages: [...known] }),
    });
    node.on(gossip, ({ values }) => {
      for (const value of values) known.add(value);
    });
    node.every(200, () => {
      for (const peer of node.peers) node.send(peer, gossip, { values: [...known] });
    });
    return known;
  };
}

const correct = gossiping(() => true);

const wrong = {
  "drops every tenth value": gossiping((value) => value % 10 !== 0),
  "forgets everything after five seconds": (node: Node): void => {
    const known = correct(node);
    node.after(5000, () => known.clear());
  },
  "tells nobody": (node: Node): void => {
    const known = new Set<number>();
    node.serve(broadcast, {
      topology: () => {},
      broadcast: (request) => {
        known.add(Number(request.message));
      },
      read: () => ({ messages: [...known] }),
    });
  },
};

test("half of the operations broadcast 0, 1, 2, …, the others read", async () => {
  const { history } = await play(workload, { server: correct, rate: 100, seconds: 20 });
  const messages = invocations(history, "broadcast").map(({ value }) => value);
  const reads = invocations(history, "read");
  expect(messages).toEqual(messages.map((_, i) => i));
  const share = messages.length / (messages.length + reads.length);
  expect(share).toBeGreaterThan(0.45);
  expect(share).toBeLessThan(0.55);
  expect(new Set(reads.map(({ value }) => value))).toEqual(new Set([null]));
});

test("every node is told its topology once, before anything else but init", async () => {
  const { events } = await play(workload, { server: correct, nodes: 5, seconds: 1 });
  const topology = {
    n0: ["n3", "n1"],
    n1: ["n4", "n2", "n0"],
    n2: ["n1"],
    n3: ["n0", "n4"],
    n4: ["n1", "n3"],
  };
  expect(requests(events, "topology")).toEqual(
    Array.from({ length: 5 }, () => ({ type: "topology", topology, msg_id: 1 })),
  );
});

test("the last read of every thread is flagged", async () => {
  const { history } = await play(workload, { server: correct, concurrency: 6, seconds: 2 });
  const final = history.filter((op) => op.final === true);
  expect(final.map(({ type, f }) => `${type} ${f}`).toSorted()).toEqual([
    ...Array.from({ length: 6 }, () => "invoke read"),
    ...Array.from({ length: 6 }, () => "ok read"),
  ]);
  expect(new Set(final.map(({ process }) => process)).size).toBe(6);
  expect(history.slice(-12)).toEqual(final);
});

describe("errors", () => {
  function refusing(node: Node): void {
    node.on(broadcast.topology, () => {});
  }

  test("a refused operation fails", async () => {
    const { history } = await play(workload, { server: refusing, seconds: 2 });
    expect(new Set(history.flatMap(({ type }) => (type === "invoke" ? [] : type)))).toEqual(
      new Set(["fail"]),
    );
  });

  test("a broadcast without an answer may have happened, a read has not", async () => {
    const mute = (node: Node): void => {
      refusing(node);
      node.on(broadcast.broadcast, () => new Promise(() => {}));
      node.on(broadcast.read, () => new Promise(() => {}));
    };
    const { history } = await play(workload, { server: mute, seconds: 2 });
    const endings = new Set(
      history.filter((op) => op.type !== "invoke").map(({ f, type }) => `${f} ${type}`),
    );
    expect(endings).toEqual(new Set(["broadcast info", "read fail"]));
  });
});

test("nodes that gossip lose nothing, whatever the network does", async () => {
  const { history } = await play(workload, { server: correct, nodes: 5, partitions: true, latency: 100 });
  expect(checkSetFull(runOfHistory(history))).toMatchObject({ valid: true, result: { "lost-count": 0 } });
});

test.each(Object.entries(wrong))("a node that %s is caught", async (_, server) => {
  const { history } = await play(workload, { server, nodes: 5 });
  const { valid, result } = checkSetFull(runOfHistory(history));
  expect(valid).toBe(false);
  expect(result["lost-count"]).toBeGreaterThan(0);
});

test("a node that cannot take its topology ends the test", async () => {
  await expect(play(workload, { server: () => {} })).rejects.toThrow(/n0 could not be set up for broadcast/);
});
