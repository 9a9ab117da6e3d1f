/** Read atomic, causal and convergent, over many seeds and bad networks; and that the checks would notice if not. */
import { checkRwRegister, runOfHistory } from "@gossip-glomers/checkers";
import { message } from "@gossip-glomers/protocol";
import { LATENCY_DISTRIBUTIONS } from "@gossip-glomers/simulator";
import { describe, expect, test } from "vitest";
import { createServer } from "../src/index.ts";
import { circumstancesOf, rarely } from "./circumstances.ts";
import {
  clockStandsAlone,
  type Fault,
  fireAndForget,
  lastToArriveWins,
  naiveServer,
  writesTravelAlone,
} from "./naive-servers.ts";
import { type RunOptions, run, type ServerUnderTest } from "./run.ts";
import { plainWords } from "./vocabulary.ts";

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

describe("transactions", () => {
  test.each(seeds)(
    "seed %i: available, read atomic, causal and convergent, whatever the network does",
    async (seed) => {
      const { options, server } = circumstancesOf(seed);
      const { complaints, commits, convergedMs } = await run(
        (onCommit) => createServer(server, onCommit),
        options,
      );
      expect({ options, server, complaints: complaints.slice(0, 5) }).toEqual({
        options,
        server,
        complaints: [],
      });
      expect(convergedMs).toBeDefined();
      expect(commits.length).toBeGreaterThan(100);
    },
  );
});

/** A network on which much goes wrong, but nothing for ever. */
const fair: RunOptions = {
  seed: 1,
  nodes: 3,
  keys: 12,
  steps: 4,
  finalReads: [10_000],
  callTimeoutMs: 5_000,
  rate: 100,
  duration: 10,
  latency: { mean: 50, distribution: "exponential" },
  partitions: null,
  faults: [],
  impairment: { loss: 0, duplicate: 0, reorderMs: 0, slowMs: new Map() },
  words: plainWords,
  writers: null,
  standingCut: null,
  crashes: [],
};

async function kindsOf(fault: Fault, options: Partial<RunOptions> = {}): Promise<ReadonlySet<string>> {
  const { complaints } = await run(naiveServer(fault), { ...fair, ...options });
  return new Set(complaints.map((complaint) => complaint.split(/:| \d/, 1)[0] ?? ""));
}

describe("the checks notice", () => {
  test("writes of a transaction that travel alone, so that readers see half of it", async () => {
    expect(await kindsOf(writesTravelAlone)).toContain("fractured read");
  });

  test("transactions that overtake what they depend on", async () => {
    expect(await kindsOf(fireAndForget)).toContain("causality");
  });

  test("a version that wins because it arrived last", async () => {
    expect(await kindsOf(lastToArriveWins)).toContain("operation");
  });

  test("counters that do not follow what was seen, so that a write is older than what it overwrites", async () => {
    expect(await kindsOf(clockStandsAlone)).toContain("cyclic-versions");
  });

  test("what a partition has lost for ever", async () => {
    // Many registers, so that few are written again before the end.
    expect(await kindsOf(fireAndForget, { partitions: 2, keys: 500 })).toContain("operation");
  });

  test("a node that goes on talking when all is said", async () => {
    const talkative: ServerUnderTest = (onCommit) => (node) => {
      createServer({}, onCommit)(node);
      const talk = () => {
        if (node.id === "n0") node.send("n1", message("chat"), {});
        node.after(5_000, talk);
      };
      node.onInit(talk);
    };
    const { complaints } = await run(talkative, fair);
    expect(complaints).toEqual([expect.stringContaining("chatter")]);
  });

  test("although Maelstrom, asked for read committed, would pass all of these", async () => {
    for (const fault of [writesTravelAlone, fireAndForget, lastToArriveWins]) {
      const { history } = await run(naiveServer(fault), { ...fair, partitions: 2 });
      const verdict = checkRwRegister(runOfHistory(history), { consistencyModels: ["read-committed"] });
      expect(verdict.valid).toBe(true);
    }
  });
});

test("the seeds cover every distribution of latencies, every number of nodes, and crashes", () => {
  const options = seeds.map((seed) => circumstancesOf(seed).options);
  expect(new Set(options.map(({ latency }) => latency.distribution))).toEqual(new Set(LATENCY_DISTRIBUTIONS));
  expect(new Set(options.map(({ nodes }) => nodes))).toEqual(new Set([1, 2, 3, 5, 25]));
  expect(options.filter(({ faults }) => faults.includes("kill")).length).toBeGreaterThan(3);
  expect(circumstancesOf(rarely).options.nodes).toBe(100);
});

test("a seed means the same each time, and some hundred of them have every hardship", () => {
  const options = Array.from({ length: 400 }, (_, index) => circumstancesOf(index + 1).options);
  expect(circumstancesOf(7)).toEqual(circumstancesOf(7));
  const cuts = options.flatMap(({ standingCut }) => standingCut?.links.length ?? []);
  expect(new Set(cuts)).toEqual(new Set([1, 2, 4, 8]));
  expect(options.some(({ crashes }) => crashes.length > 3)).toBe(true);
  expect(options.some(({ words }) => words.longText === 1_000_000)).toBe(true);
  expect(options.some(({ words }) => words.awkwardKeys)).toBe(true);
  expect(options.some(({ writers, nodes }) => writers?.length === 1 && nodes === 25)).toBe(true);
  expect(options.some(({ writers, nodes }) => writers?.length === nodes - 1 && nodes === 25)).toBe(true);
});
