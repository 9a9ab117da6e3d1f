/**
 * Random ordeals over many seeds: `node bench/sweep.ts [--seeds 2000] [--first 1] [--nodes 25]`.
 *
 * Prints each seed after which a value is missing somewhere, or which is not silent when all is known, and what was
 * drawn in all; ends with 1 if there was such a seed.
 */
import { parseArgs } from "node:util";
import { Random } from "@gossip-glomers/simulator";
import { type Ordeal, undergo } from "../test/ordeal.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    first: { type: "string", default: "1" },
    nodes: { type: "string" },
  },
});
// A hundred nodes cost as much as all others together.
const sizes = values.nodes?.split(",").map(Number) ?? [...Array(6).fill([1, 2, 3, 5, 25]).flat(), 100];
const kinds = ["none", "cut", "cut", "one-way", "pause", "slow", "restart"] as const;
const first = Number(values.first);
const drawn = new Map<string, number>();
let failures = 0;
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const ordeal = draw(seed);
  count(ordeal);
  const { missing, chatter } = undergo(ordeal);
  if (missing.length === 0 && chatter === 0) continue;
  failures += 1;
  process.stdout.write(
    `${JSON.stringify(ordeal)}\n  missing: ${missing.slice(0, 5).join("; ")}\n  chatter: ${chatter}\n`,
  );
}
const listed = [...drawn].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
process.stdout.write(`drawn: ${listed.map(([what, times]) => `${what} ${times}`).join(", ")}\n`);
process.stdout.write(`${values.seeds} seeds, ${failures} failures\n`);
process.exitCode = failures === 0 ? 0 : 1;

function draw(seed: number): Ordeal {
  const random = Random.fromSeed(seed).split("sweep");
  return {
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
}

function count({ nodes, profile, overlay, latency, loss, duplication, faults }: Ordeal): void {
  const what = [
    `${nodes} nodes`,
    profile,
    `overlay ${overlay}`,
    `latency ${latency}`,
    ...(loss > 0 ? [`loss ${loss}`] : []),
    ...(duplication > 0 ? ["duplication"] : []),
    ...faults.map((fault) => `fault ${fault}`),
  ];
  for (const one of what) drawn.set(one, (drawn.get(one) ?? 0) + 1);
}
