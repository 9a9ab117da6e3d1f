/**
 * The ordeal over many seeds: `node bench/sweep.ts --seeds 2000 --first 1 --strategy gossip`, with the repository's Node.
 *
 * Each seed draws its own cluster and its own faults. Prints every broken promise with its seed, then what was drawn how
 * often, how many sends, how much time to converge, and exits with 1 if a promise was broken.
 */
import { parseArgs } from "node:util";
import { isTree } from "../test/bounds.ts";
import { SeededChoice } from "../test/chance.ts";
import { type CutLink, cutLinks, distributions, type Ordeal } from "../test/circumstances.ts";
import { undergo } from "../test/ordeal.ts";

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
  const strategy = values.strategy === "lin-kv" ? "lin-kv" : "gossip";
  const ordeal: Ordeal = {
    seed,
    nodes,
    options: {
      strategy,
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
  if (nodes > 5) return ordeal;
  const cutLink: CutLink = nodes > 1 ? draw.of<CutLink>(["none", ...cutLinks]) : "none";
  const backlog = draw.of([0, 0, 0, 1_000]);
  const failingMs = strategy === "lin-kv" ? draw.of([0, 0, 2_000, 4_000]) : 0;
  return {
    ...ordeal,
    cutLink,
    // Half of them with nothing else but slowness and copies, and for long, since it is then that others must help.
    ...(cutLink !== "none" && draw.of([true, false])
      ? { partitions: false, pauses: false, loss: 0, mainMs: 8_000 }
      : { ...(backlog > 0 ? { backlog } : {}) }),
    idle: draw.of([false, false, true]),
    long: draw.of([false, false, false, true]),
    serviceMs: strategy === "lin-kv" ? draw.of([0, 0, 100, 400]) : 0,
    ...(failingMs > 0 ? { failingMs, mainMs: 5_000 } : {}),
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
    `link cut ${ordeal.cutLink ?? "none"}`,
    `backlog ${ordeal.backlog ?? 0}`,
    `idle nodes ${ordeal.idle === true}`,
    `long messages ${ordeal.long === true}`,
    ...(values.strategy === "lin-kv"
      ? [`service slow by ${ordeal.serviceMs ?? 0}`, `service failing for ${ordeal.failingMs ?? 0}`]
      : []),
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

/** How long it took until all was read; where there was much to catch up with, that takes as many pages one after the other. */
const converged = new Map<"without a backlog" | "with one", number[]>([
  ["without a backlog", []],
  ["with one", []],
]);
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
  const isLong = (ordeal.backlog ?? 0) > 0 || (ordeal.cutLink ?? "none") !== "none";
  converged.get(isLong ? "with one" : "without a backlog")?.push(outcome.convergedMs);
  if (outcome.faults.length === 0) continue;
  broken += 1;
  print(
    `seed ${seed}; again: npx -y pnpm@12 --filter @gossip-glomers/kafka run sweep --strategy ${values.strategy} --first ${seed} --seeds 1`,
  );
  print(`  ${JSON.stringify(ordeal)}\n  ${outcome.faults.slice(0, 5).join("\n  ")}`);
}
print(`drawn: ${listed(drawn)}`);
print(`partitions, of half a second each: ${listed(partitions)}`);
for (const [which, times] of converged) {
  times.sort((a, b) => a - b);
  const quantile = (q: number): number => times[Math.floor(q * (times.length - 1))] ?? 0;
  print(
    `${times.length} seeds ${which}: all read after the heal within ` +
      `${quantile(0.5)} ms (median), ${quantile(0.99)} ms (99 %), ${quantile(1)} ms (max)`,
  );
}
print(`${values.seeds} seeds, ${sends} sends, ${broken} seeds with a broken promise`);
process.exitCode = broken === 0 ? 0 : 1;
