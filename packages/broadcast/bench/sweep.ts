/**
 * Random ordeals over many seeds: `node bench/sweep.ts [--seeds 2000] [--first 1] [--nodes 25]`, with the repository's Node.
 *
 * Prints each seed after which a value is missing somewhere, or which is not silent when all is known, and what was
 * drawn in all; ends with 1 if there was such a seed.
 */
import { parseArgs } from "node:util";
import { Random } from "@gossip-glomers/simulator";
import { drawHardships, noHardships } from "../test/hardships.ts";
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
const kinds = ["none", "cut", "cut", "one-way", "pause", "slow", "restart", "row of restarts"] as const;
const first = Number(values.first);
const drawn = new Map<string, number>();
const converged: { readonly seed: number; readonly ms: number }[] = [];
let failures = 0;
let longest = 0;
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const ordeal = draw(seed);
  count(ordeal);
  const { missing, chatter, convergedMs, swarm } = undergo(ordeal);
  longest = Math.max(longest, swarm.largestMessage);
  if (ordeal.nodes > 1) converged.push({ seed, ms: convergedMs });
  if (missing.length === 0 && chatter === 0) continue;
  failures += 1;
  process.stdout.write(
    `${JSON.stringify(ordeal)}\n  missing: ${missing.slice(0, 5).join("; ")}\n  chatter: ${chatter}\n` +
      `  again: npx -y pnpm@12 --filter @gossip-glomers/broadcast run sweep --seeds 1 --first ${seed}${values.nodes === undefined ? "" : ` --nodes ${values.nodes}`}\n`,
  );
}
const listed = [...drawn].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
process.stdout.write(`drawn: ${listed.map(([what, times]) => `${what} ${times}`).join(", ")}\n`);
converged.sort((a, b) => a.ms - b.ms);
const quantile = (q: number): string => {
  const { seed = first, ms = 0 } = converged[Math.floor(q * (converged.length - 1))] ?? {};
  return `${Math.round(ms)} ms (seed ${seed})`;
};
process.stdout.write(
  `all values everywhere within ${quantile(0.5)} in the median, ${quantile(0.99)} in 99 %, ${quantile(1)} at most; the longest message had ${longest} characters\n`,
);
process.stdout.write(`${values.seeds} seeds, ${failures} failures\n`);
process.exitCode = failures === 0 ? 0 : 1;

function draw(seed: number): Ordeal {
  const random = Random.fromSeed(seed).split("sweep");
  const nodes = random.choice(sizes);
  return {
    seed,
    nodes,
    profile: random.choice(["quick", "frugal"]),
    overlay: random.choice(["star", "star", "line", "grid", "tree4"]),
    latency: random.choice(["constant", "uniform", "exponential"]),
    meanLatencyMs: random.choice([0, 10, 100]),
    loss: random.choice([0, 0, 0.05, 0.2]),
    duplication: random.choice([0, 0.2]),
    faults: Array.from({ length: 1 + random.integer(4) }, () => random.choice(kinds)),
    hardships: drawHardships(random.split("hardships"), nodes),
  };
}

function count({ nodes, profile, overlay, latency, loss, duplication, faults, hardships }: Ordeal): void {
  const { words, writers, cut, pauseMs, repeated, quietRestarts } = hardships ?? noHardships;
  const what = [
    `${nodes} nodes`,
    profile,
    `overlay ${overlay}`,
    `latency ${latency}`,
    ...(loss > 0 ? [`loss ${loss}`] : []),
    ...(duplication > 0 ? ["duplication"] : []),
    ...(words.isAwkward
      ? [`values up to ${words.longText < 1_000 ? "1" : words.longText < 1_000_000 ? "200" : "1000"} kB`]
      : []),
    `writers ${writers}`,
    `always cut ${cut}`,
    ...(pauseMs < 200 ? ["500 values a second"] : []),
    ...(repeated > 0 ? ["values given twice"] : []),
    ...(quietRestarts > 0 ? [`quiet restarts ${quietRestarts}`] : []),
    ...faults.map((fault) => `fault ${fault}`),
  ];
  for (const one of what) drawn.set(one, (drawn.get(one) ?? 0) + 1);
}
