/**
 * The ordeal over many seeds: `node bench/sweep.ts --seeds 2000 --first 1 --strategy gossip`, with the repository's Node.
 *
 * Each seed draws its own cluster and its own faults. Prints every broken promise with its seed, then what was drawn how
 * often, how many sends, how much time to converge, and exits with 1 if a promise was broken.
 */
import { parseArgs } from "node:util";
import { SeededChoice } from "../test/chance.ts";
import { distributions, isTree, type Ordeal, undergo } from "../test/ordeal.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100" },
    first: { type: "string", default: "1" },
    strategy: { type: "string", default: "gossip" },
  },
});

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What befalls a seed. Large clusters by the seed's number, so that a slice of a sweep has as many as its share. */
function ordealOf(seed: number): Ordeal {
  const draw = new SeededChoice(seed);
  const nodes = seed % 40 === 0 ? 100 : seed % 10 === 0 ? 25 : draw.of([1, 2, 2, 3, 3, 5]);
  return {
    seed,
    nodes,
    options: {
      strategy: values.strategy === "lin-kv" ? "lin-kv" : "gossip",
      batchLimit: draw.of([1_000, 1_000, 50]),
      batchInterval: nodes > 5 ? 55 : draw.of([55, 20, 200]),
      // Small clusters are a tree now and then, too, as it has other shapes then.
      meshUpTo: nodes > 5 ? 8 : draw.of([8, 8, 1]),
    },
    loss: draw.of([0, 0, 0.05, 0.2]),
    duplication: draw.of([0, 0.2]),
    latencyMs: draw.of([0, 20, 200, 500]),
    distribution: draw.of(distributions),
    slowMs: draw.of([0, 0, 200]),
    pauses: draw.of([false, true]),
    partitions: draw.of([true, true, false]),
    mainMs: nodes > 5 ? 1_000 : draw.of([1_000, 3_000]),
  };
}

/** What of an ordeal is counted, so that one sees that everything came up. */
function circumstances(ordeal: Ordeal): readonly string[] {
  const latency = ordeal.latencyMs === 0 ? "none" : (ordeal.distribution ?? "uniform");
  return [
    `nodes ${ordeal.nodes}`,
    `loss ${ordeal.loss}`,
    `duplication ${ordeal.duplication}`,
    `latency ${latency}`,
    `slow node ${(ordeal.slowMs ?? 0) > 0}`,
    `pauses ${ordeal.pauses}`,
    `partitions ${ordeal.partitions}`,
    ...(values.strategy === "lin-kv"
      ? []
      : [`overlay ${isTree(ordeal.nodes, ordeal.options) ? "tree" : "mesh"}`]),
  ];
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([name, count]) => `${name}: ${count}`)
    .join(", ");
}

const converged: number[] = [];
const drawn = new Map<string, number>();
const partitions = new Map<string, number>();
let broken = 0;
let sends = 0;
const first = Number(values.first);
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const ordeal = ordealOf(seed);
  for (const name of circumstances(ordeal)) drawn.set(name, (drawn.get(name) ?? 0) + 1);
  const outcome = await undergo(ordeal);
  sends += outcome.sends;
  for (const [kind, count] of outcome.partitions) partitions.set(kind, (partitions.get(kind) ?? 0) + count);
  converged.push(outcome.convergedMs);
  if (outcome.faults.length === 0) continue;
  broken += 1;
  print(`seed ${seed} ${JSON.stringify(ordeal)}\n  ${outcome.faults.slice(0, 5).join("\n  ")}`);
}
converged.sort((a, b) => a - b);
const quantile = (q: number): number => converged[Math.floor(q * (converged.length - 1))] ?? 0;
print(`drawn: ${listed(drawn)}`);
print(`partitions, of half a second each: ${listed(partitions)}`);
print(
  `${converged.length} seeds, ${sends} sends, ${broken} seeds with a broken promise; all read after the heal within ` +
    `${quantile(0.5)} ms (median), ${quantile(0.99)} ms (99 %), ${quantile(1)} ms (max)`,
);
process.exitCode = broken === 0 ? 0 : 1;
