import { Random } from "@gossip-glomers/simulator";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawHardships } from "./hardships.ts";
import { undergo } from "./ordeal.ts";

const ordeals = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  nodes: fc.constantFrom(1, 2, 3, 4, 5, 7),
  profile: fc.constantFrom("quick" as const, "frugal" as const),
  overlay: fc.constantFrom("star" as const, "line" as const, "grid" as const, "tree4" as const),
  latency: fc.constantFrom("constant" as const, "uniform" as const, "exponential" as const),
  meanLatencyMs: fc.constantFrom(0, 10, 100),
  loss: fc.constantFrom(0, 0.05, 0.2),
  duplication: fc.constantFrom(0, 0.2),
  faults: fc.array(
    fc.constantFrom(
      "none" as const,
      "cut" as const,
      "one-way" as const,
      "pause" as const,
      "slow" as const,
      "restart" as const,
      "row of restarts" as const,
    ),
    { minLength: 1, maxLength: 4 },
  ),
});

describe("whatever the network and the nodes do", () => {
  test("ten seconds after it is over, all values are everywhere, each once, and nobody says a word more", () => {
    fc.assert(
      fc.property(ordeals, (ordeal) => {
        const { missing, chatter } = undergo(ordeal);
        expect(missing).toEqual([]);
        expect(chatter).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test("so if values are odd or given twice, nodes only read, and links or a node stay cut", () => {
    fc.assert(
      fc.property(ordeals, (ordeal) => {
        const hardships = drawHardships(Random.fromSeed(ordeal.seed).split("hardships"), ordeal.nodes);
        const { missing, chatter } = undergo({ ...ordeal, hardships });
        expect(missing).toEqual([]);
        expect(chatter).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test("so with 25 nodes", () => {
    fc.assert(
      fc.property(ordeals, (ordeal) => {
        const { missing, chatter } = undergo({ ...ordeal, nodes: 25 });
        expect(missing).toEqual([]);
        expect(chatter).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  test("what a hub was wrongly presumed to have is handed to it, even if no other value ever comes", () => {
    const { missing } = undergo({
      seed: 5220,
      nodes: 3,
      profile: "frugal",
      overlay: "line",
      latency: "constant",
      meanLatencyMs: 0,
      loss: 0.2,
      duplication: 0,
      faults: ["cut", "one-way", "restart", "slow"],
    });
    expect(missing).toEqual([]);
  });
});
