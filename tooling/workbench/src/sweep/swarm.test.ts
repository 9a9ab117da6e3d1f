import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTestArguments } from "../cli/test-arguments.ts";
import type { SweepOptions } from "../options/sweep-options.ts";
import { drawRun, HARMS, type Harm } from "./swarm.ts";

const options: SweepOptions = {
  workload: "broadcast",
  module: "packages/broadcast",
  seeds: 100,
  from: 1,
  nodeCounts: [1, 2, 3, 5, 25],
  harms: HARMS,
  maxLoss: 0.2,
  latenciesMs: [0, 10, 100],
  rate: 20,
  timeLimitSeconds: 10,
  recoverySeconds: 7,
  maxFailures: 10,
  store: "store",
  common: ["--key-count", "3"],
  args: [],
};

const draw = (seed: number, changes: Partial<SweepOptions> = {}) =>
  parseTestArguments(drawRun({ ...options, ...changes }, seed), []);

/** Which harms a seed's run has. */
function harmsOf(seed: number, changes: Partial<SweepOptions> = {}): Set<Harm> {
  const { nemesis, faults } = draw(seed, changes);
  return new Set<Harm>([
    ...nemesis,
    ...faults.kinds,
    ...(faults.loss > 0 ? (["loss"] as const) : []),
    ...(faults.duplicate > 0 ? (["duplicate"] as const) : []),
    ...(faults.reorderMs > 0 ? (["reorder"] as const) : []),
    ...(faults.slowMs.size > 0 ? (["slow"] as const) : []),
  ]);
}

const SEEDS = Array.from({ length: 400 }, (_, seed) => seed);

test("every seed is a command line of glomers test that keeps to what the sweep was asked for", () => {
  fc.assert(
    fc.property(fc.nat(), fc.subarray([...HARMS]), (seed, harms) => {
      const run = draw(seed, { harms });
      expect(run).toMatchObject({
        workload: "broadcast",
        subject: { kind: "module", file: "packages/broadcast" },
        rate: 20,
        timeLimitSeconds: 10,
        keyCount: 3,
        seed: null,
      });
      expect(options.nodeCounts).toContain(run.nodes.length);
      expect(options.latenciesMs).toContain(run.latency.meanMs);
      expect(run.faults.recoverySeconds).toBe(7);
      expect(run.faults.loss).toBeLessThanOrEqual(0.2);
      expect(harms).toEqual(expect.arrayContaining([...harmsOf(seed, { harms })]));
    }),
  );
});

test("the same seed is the same run, and what it draws does not depend on how many seeds there are", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(drawRun({ ...options, seeds: 1, from: seed }, seed)).toEqual(drawRun(options, seed));
    }),
  );
});

test.each(HARMS)("%s is there in about half of the runs, whatever else is", (harm) => {
  const changes = { nodeCounts: [5] };
  const having = SEEDS.filter((seed) => harmsOf(seed, changes).has(harm));
  expect(Math.abs(having.length - 200)).toBeLessThan(50);
  for (const other of HARMS) {
    if (other === harm) continue;
    const both = having.filter((seed) => harmsOf(seed, changes).has(other)).length;
    expect(Math.abs(both - having.length / 2)).toBeLessThan(40);
  }
});

test("every node count, latency and distribution is drawn", () => {
  const runs = SEEDS.map((seed) => draw(seed));
  expect(new Set(runs.map(({ nodes }) => nodes.length))).toEqual(new Set(options.nodeCounts));
  expect(new Set(runs.map(({ latency }) => latency.meanMs))).toEqual(new Set(options.latenciesMs));
  expect(new Set(runs.map(({ latency }) => latency.distribution)).size).toBe(3);
});

test("forbidding one harm leaves the others as they were", () => {
  const without = HARMS.filter((harm) => harm !== "loss");
  for (const seed of SEEDS.slice(0, 100)) {
    const all = harmsOf(seed);
    all.delete("loss");
    expect(harmsOf(seed, { harms: without })).toEqual(all);
  }
});
