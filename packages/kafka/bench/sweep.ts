/**
 * The ordeal over many seeds: `node bench/sweep.ts --seeds 2000 --first 1 --strategy gossip`, with the repository's Node.
 *
 * Each seed draws its own cluster and its own faults. Prints every broken promise with its seed, then how many sends, how
 * much time to converge, and exits with 1 if a promise was broken.
 */
import { parseArgs } from "node:util";
import { type Ordeal, undergo } from "../test/ordeal.ts";

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

/** What befalls a seed: a few of its bits for each circumstance, so that all combinations come up. */
function ordealOf(seed: number): Ordeal {
  const pick = <T>(shift: number, choices: readonly [T, ...T[]]): T =>
    choices[(Math.imul(seed, 0x9e3779b1) >>> shift) % choices.length] ?? choices[0];
  // Seldom: a hundred nodes exchange ten thousand messages for each batch, which takes minutes.
  const nodes = seed % 1_000 === 0 ? 100 : seed % 20 === 0 ? 25 : pick(3, [1, 2, 2, 3, 3, 5]);
  return {
    seed,
    nodes,
    options: {
      strategy: values.strategy === "lin-kv" ? "lin-kv" : "gossip",
      batchLimit: pick(7, [1_000, 1_000, 50]),
      // A large cluster pays by the square of its size, so it speaks more rarely.
      batchInterval: nodes > 5 ? 250 : pick(9, [55, 20, 200]),
    },
    loss: pick(11, [0, 0, 0.05, 0.2]),
    duplication: pick(13, [0, 0.2]),
    latencyMs: pick(15, [0, 20, 200, 500]),
    partitions: pick(18, [true, true, false]),
    mainMs: nodes > 5 ? 1_000 : pick(20, [1_000, 3_000]),
  };
}

const converged: number[] = [];
let broken = 0;
let sends = 0;
const first = Number(values.first);
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const ordeal = ordealOf(seed);
  const outcome = await undergo(ordeal);
  sends += outcome.sends;
  converged.push(outcome.convergedMs);
  if (outcome.faults.length === 0) continue;
  broken += 1;
  print(`seed ${seed} ${JSON.stringify(ordeal)}\n  ${outcome.faults.slice(0, 5).join("\n  ")}`);
}
converged.sort((a, b) => a - b);
const quantile = (q: number): number => converged[Math.floor(q * (converged.length - 1))] ?? 0;
print(
  `${converged.length} seeds, ${sends} sends, ${broken} seeds with a broken promise; all read after the heal within ` +
    `${quantile(0.5)} ms (median), ${quantile(0.99)} ms (99 %), ${quantile(1)} ms (max)`,
);
process.exitCode = broken === 0 ? 0 : 1;
