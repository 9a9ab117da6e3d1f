import { LATENCY_DISTRIBUTIONS, PARTITION_KINDS } from "@gossip-glomers/simulator";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { runTrial, storeCuts, type Trouble } from "./trial.ts";

const calm: Trouble = {
  seed: 1,
  nodes: 3,
  shareFrom: 8,
  lost: 0,
  doubled: 0,
  failing: 0,
  latency: "exponential",
  latencyMs: 0,
  lostStates: "wrapping",
  partition: "none",
  storeCuts: 0,
  storeCutMs: 0,
  slow: 0,
  pauses: 0,
  crashes: 0,
  storeCut: "both ways",
  serviceMs: 0,
  erringMs: 0,
  idle: false,
  burst: 0,
};

const trouble: fc.Arbitrary<Trouble> = fc.record({
  seed: fc.nat({ max: 1_000_000 }),
  nodes: fc.integer({ min: 1, max: 10 }),
  shareFrom: fc.constantFrom(2, 8),
  lost: fc.constantFrom(0, 0.05, 0.2),
  doubled: fc.constantFrom(0, 0.2),
  failing: fc.constantFrom(0, 0.1),
  latency: fc.constantFrom(...LATENCY_DISTRIBUTIONS),
  latencyMs: fc.constantFrom(0, 2, 30, 100),
  lostStates: fc.constantFrom("wrapping", "clamped"),
  partition: fc.constantFrom("none" as const, ...PARTITION_KINDS),
  storeCuts: fc.integer({ min: 0, max: 2 }),
  storeCutMs: fc.constantFrom(4_000, 10_000),
  slow: fc.integer({ min: 0, max: 2 }),
  pauses: fc.integer({ min: 0, max: 3 }),
  crashes: fc.integer({ min: 0, max: 3 }),
  storeCut: fc.constantFrom(...storeCuts),
  serviceMs: fc.constantFrom(0, 100, 400),
  erringMs: fc.constantFrom(0, 2_000, 5_000),
  idle: fc.boolean(),
  burst: fc.constantFrom(0, 100),
});

describe("every promise is kept", () => {
  test.each([2, 8])(
    "in a calm world, where everything succeeds, shared from %i nodes on",
    async (shareFrom) => {
      const trial = await runTrial({ ...calm, shareFrom });
      expect(judge(trial)).toEqual([]);
      expect(new Set(trial.deeds.map(({ outcome }) => outcome))).toEqual(new Set(["ok"]));
    },
  );

  // Its final read takes more than 4 s: a hundred totals, each with its retries.
  test("on a slow node among a hundred", async () => {
    const given = { seed: 549, nodes: 100, shareFrom: 2, lost: 0.05, doubled: 0.2, failing: 0.1 };
    expect(
      judge(await runTrial({ ...calm, ...given, latencyMs: 100, lostStates: "clamped", slow: 1 })),
    ).toEqual([]);
  });

  test("whatever is lost, doubled, late or dead", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(trouble, async (given) => {
        expect(judge(await runTrial(given))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the judge notices", () => {
  const add = { node: "n0", delta: 3, askedAt: 0, outcome: "ok", answeredAt: 1, value: Number.NaN } as const;
  const read = {
    node: "n0",
    delta: undefined,
    askedAt: 600,
    outcome: "ok",
    answeredAt: 601,
    value: 3,
  } as const;
  const good = {
    deeds: [add, read],
    finalReads: [3, 3],
    messagesWhenQuiet: 0,
    messagesBetweenNodes: 0,
    acknowledgedTooEarly: [],
  };

  test("nothing in a good trial", () => {
    expect(judge(good)).toEqual([]);
  });

  test.each([
    [{ finalReads: [3, 0] }, "a final read says 0, not 3 to 3"],
    [{ finalReads: [6, 6] }, "a final read says 6, not 3 to 3"],
    [{ deeds: [add, { ...read, value: 0 }] }, "a read of 600 ms on n0 says 0, not 3 to 3"],
    [{ messagesWhenQuiet: 2 }, "2 messages were sent when nobody asked anything"],
    [{ messagesBetweenNodes: 1 }, "1 messages went from node to node, where partitions can stop them"],
    [{ acknowledgedTooEarly: [add] }, "the add of 0 on n0 was acknowledged before it was in seq-kv"],
  ])("%j", (change, complaint) => {
    expect(judge({ ...good, ...change })).toContain(complaint);
  });
});
