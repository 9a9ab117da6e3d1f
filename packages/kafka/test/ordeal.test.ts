import { expect, test } from "vitest";
import type { Ordeal } from "./circumstances.ts";
import { undergo } from "./ordeal.ts";

const calm = { loss: 0, duplication: 0, latencyMs: 10, partitions: false, mainMs: 2_000 };

const ordeals: readonly (readonly [string, Omit<Ordeal, "seed">])[] = [
  ["alone", { ...calm, nodes: 1 }],
  ["two nodes that are cut off from each other now and then", { ...calm, nodes: 2, partitions: true }],
  ["three nodes with links that are cut in one direction", { ...calm, nodes: 3, partitions: true }],
  [
    "five nodes, messages lost, doubled and late",
    { ...calm, nodes: 5, loss: 0.2, duplication: 0.2, latencyMs: 300 },
  ],
  ["all at once", { ...calm, nodes: 3, partitions: true, loss: 0.1, duplication: 0.1, latencyMs: 200 }],
  [
    "a slow node, and nodes that stand still now and then",
    { ...calm, nodes: 3, latencyMs: 100, distribution: "exponential", slowMs: 200, pauses: true },
  ],
  [
    "twelve nodes in a tree, messages lost, doubled and late, links cut",
    { ...calm, nodes: 12, partitions: true, loss: 0.1, duplication: 0.1, latencyMs: 100 },
  ],
  [
    "five nodes in a tree, one slow, batches that carry little",
    {
      ...calm,
      nodes: 5,
      latencyMs: 100,
      slowMs: 100,
      pauses: true,
      options: { meshUpTo: 1, batchLimit: 20 },
    },
  ],
  ["lin-kv, three nodes", { ...calm, nodes: 3, options: { strategy: "lin-kv" } }],
  [
    "lin-kv, every tenth message lost",
    { ...calm, mainMs: 8_000, nodes: 3, loss: 0.1, options: { strategy: "lin-kv" } },
  ],
  ["lin-kv, far away", { ...calm, mainMs: 8_000, nodes: 2, latencyMs: 300, options: { strategy: "lin-kv" } }],
  [
    "three nodes, one link cut in one direction for long",
    { ...calm, nodes: 3, cutLink: "one way", mainMs: 8_000, duplication: 0.2 },
  ],
  [
    "a long backlog, and copies of its pages",
    { ...calm, nodes: 3, backlog: 500, duplication: 0.2, options: { batchLimit: 50 }, idle: true },
  ],
  [
    "lin-kv, slow and then failing, long messages",
    {
      ...calm,
      nodes: 3,
      mainMs: 6_000,
      long: true,
      serviceMs: 100,
      failingMs: 2_000,
      options: { strategy: "lin-kv" },
    },
  ],
  ["batches that carry little", { ...calm, nodes: 3, partitions: true, options: { batchLimit: 2 } }],
];

test.each(ordeals)("%s: every log is one sequence, read whole by all", async (_, ordeal) => {
  for (let seed = 1; seed <= 6; seed += 1) {
    const { faults, sends } = await undergo({ ...ordeal, seed });
    expect(faults, `seed ${seed}`).toEqual([]);
    expect(sends).toBeGreaterThan(10);
  }
});
