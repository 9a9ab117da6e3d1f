/**
 * Random ordeals over many seeds: `node bench/sweep.ts [--seeds 2000] [--first 1] [--nodes 1,2,3,5,25]`.
 *
 * Prints each seed after which a value is missing somewhere, or which is not silent when all is known; ends with 1 then.
 */
import { parseArgs } from "node:util";
import { Random } from "@gossip-glomers/simulator";
import { type Ordeal, undergo } from "../test/ordeal.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    first: { type: "string", default: "1" },
    nodes: { type: "string", default: "1,2,3,5,25" },
  },
});
const sizes = values.nodes.split(",").map(Number);
const first = Number(values.first);
let failures = 0;
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const random = Random.fromSeed(seed).split("sweep");
  const kinds = ["none", "cut", "cut", "one-way", "pause", "slow", "restart"] as const;
  const ordeal: Ordeal = {
    seed,
    nodes: random.choice(sizes),
    profile: random.choice(["quick", "frugal"]),
    overlay: random.choice(["star", "star", "line", "grid", "tree4"]),
    latency: random.choice(["constant", "uniform", "exponential"]),
    meanLatencyMs: random.choice([0, 10, 100]),
    loss: random.choice([0, 0, 0.05, 0.2]),
    duplication: random.choice([0, 0.2]),
    faults: Array.from({ length: 1 + random.integer(4) }, () => random.choice(kinds)),
  };
  const { missing, chatter } = undergo(ordeal);
  if (missing.length === 0 && chatter === 0) continue;
  failures += 1;
  process.stdout.write(
    `${JSON.stringify(ordeal)}\n  missing: ${missing.slice(0, 5).join("; ")}\n  chatter: ${chatter}\n`,
  );
}
process.stdout.write(`${values.seeds} seeds, ${failures} failures\n`);
process.exitCode = failures === 0 ? 0 : 1;
