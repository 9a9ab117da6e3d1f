import { keyword, type Operation } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { defaultOptions } from "../src/index.ts";
import { Replicas } from "../src/replicas.fixture.ts";
import { convergedAtMs, convergenceBoundMs, linksApart } from "./convergence.ts";

test.each([
  [1, 0],
  [2, 1],
  [3, 2],
  [5, 2],
  // The last level of either tree is begun below n1 alone, so what is farthest from it is a level higher.
  [25, 5],
  [100, 7],
])("of %i nodes the farthest are %i links apart", (nodes, links) => {
  expect(linksApart(nodes)).toBe(links);
});

describe("the bound", () => {
  const calm = {
    keys: 600,
    longest: 20,
    latency: { mean: 0, distribution: "constant" },
    slowestAnswerMs: 0,
    crashes: false,
  } as const;

  test("is kept by changes of which there are more parts than go at a time", () => {
    const options = { ...defaultOptions, partSize: 1 };
    for (const nodes of [2, 5, 25]) {
      const replicas = new Replicas(nodes, options);
      for (let key = 0; key < calm.keys; key += 1) replicas.execute(`n${key % nodes}`, [["w", key, key]]);
      replicas.run(20_000, () => true);
      replicas.run(convergenceBoundMs({ ...calm, nodes }, options));
      for (const id of replicas.all.keys()) expect(replicas.state(id)).toEqual(replicas.state("n0"));
      expect(replicas.state("n0").size).toBe(calm.keys);
    }
  });

  test("is not so late that it could not be missed: two of two nodes need most of the rounds", () => {
    const options = { ...defaultOptions, partSize: 1 };
    const replicas = new Replicas(2, options);
    for (let key = 0; key < calm.keys; key += 1) replicas.execute("n0", [["w", key, key]]);
    // The attempt before the last one has just failed.
    replicas.run(20_900, () => true);
    replicas.run(convergenceBoundMs({ ...calm, nodes: 2 }, options) - 400);
    expect(replicas.state("n1").size).toBe(0);
  });
});

test("when all agreed is the first read from which on none showed anything but the latest", () => {
  const read = (ms: number, value: number | null): Operation => ({
    index: 0,
    time: ms * 1e6,
    type: "ok",
    process: 0,
    f: "txn",
    value: [[keyword("r"), 1, value]],
  });
  const heal: Operation = { ...read(1_000, null), type: "info", process: "nemesis", f: "stop-partition" };
  const latest = new Map([[1, 7]]);
  const agreed = (...reads: readonly Operation[]) =>
    convergedAtMs([read(900, 3), heal, ...reads], latest, [100, 200]);
  expect(agreed(read(1_100, 7), read(1_200, 7))).toBe(100);
  expect(agreed(read(1_100, 6), read(1_200, 7))).toBe(200);
  expect(agreed(read(1_100, 7), read(1_200, null))).toBeUndefined();
});
