/**
 * Many trials in bad worlds: `node bench/sweep.ts --seeds 2000 [--first 1]`. Says what was drawn. Ends with 1 at the first broken
 * promise, and says how to see it again.
 */
import { parseArgs } from "node:util";
import { LATENCY_DISTRIBUTIONS, PARTITION_KINDS, Random } from "@gossip-glomers/simulator";
import { judge } from "../test/judge.ts";
import { runTrial, storeCuts, type Trouble } from "../test/trial.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "2000" }, first: { type: "string", default: "1" } },
});
const first = Number(values.first);
const seeds = Number(values.seeds);

/** Every seed has another mixture of troubles. */
function troubleOf(seed: number): Trouble {
  const random = Random.fromSeed(seed).split("sweep");
  const nodes = random.choice([1, 2, 3, 3, 5, 5, 8, 25, 25, 100]);
  return {
    seed,
    nodes,
    // Small clusters share as well, since it is there that everybody gets in everybody's way.
    shareFrom: random.choice([2, 8]),
    lost: random.choice([0, 0.05, 0.2]),
    doubled: random.choice([0, 0.2]),
    failing: random.choice([0, 0, 0.1]),
    latency: random.choice(LATENCY_DISTRIBUTIONS),
    latencyMs: random.choice([0, 2, 30, 100]),
    lostStates: random.choice(["wrapping", "clamped"]),
    partition: random.choice(["none", ...PARTITION_KINDS]),
    storeCuts: random.choice([0, 0, 1, 3]),
    storeCutMs: random.choice([4_000, 10_000]),
    slow: random.choice([0, 0, 1, 3]),
    pauses: random.choice([0, 1, 4]),
    crashes: random.choice([0, 1, 4]),
    storeCut: random.choice(storeCuts),
    serviceMs: random.choice([0, 0, 100, 400]),
    erringMs: random.choice([0, 0, 2_000, 5_000]),
    idle: random.choice([false, false, true]),
    burst: random.choice([0, 0, 0, 300]),
  };
}

/** How often each value of each trouble was drawn. */
const drawn = new Map<string, Map<string, number>>();
const total = { messages: 0, lost: 0, doubled: 0, failed: 0, rounds: 0, ok: 0, never: 0, unknown: 0 };
for (let seed = first; seed < first + seeds; seed += 1) {
  const trouble = troubleOf(seed);
  for (const [name, value] of Object.entries(trouble)) {
    if (name === "seed") continue;
    const counts = drawn.get(name) ?? new Map<string, number>();
    drawn.set(name, counts.set(String(value), (counts.get(String(value)) ?? 0) + 1));
  }
  const trial = await runTrial(trouble);
  const broken = judge(trial);
  if (broken.length > 0) {
    process.stdout.write(`${JSON.stringify(trouble)}\n${broken.map((line) => `  ${line}\n`).join("")}`);
    process.stdout.write(
      `Again: npx -y pnpm@12 --filter @gossip-glomers/g-counter run sweep --first ${seed} --seeds 1\n`,
    );
    process.exit(1);
  }
  for (const { outcome } of trial.deeds) total[outcome] += 1;
  for (const name of ["messages", "lost", "doubled", "failed", "rounds"] as const)
    total[name] += trial.tally[name];
}

for (const [name, counts] of drawn) {
  const sorted = [...counts].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  process.stdout.write(`${name}: ${sorted.map(([value, count]) => `${value} × ${count}`).join(", ")}\n`);
}
process.stdout.write(
  `${total.messages} messages, ${total.lost} lost and ${total.doubled} requests doubled, ${total.failed} answered with an error; ${total.rounds} rounds; ` +
    `operations: ${total.ok} done, ${total.never} refused, ${total.unknown} without an answer\n` +
    `${seeds} trials, seeds ${first} to ${first + seeds - 1}: every promise was kept.\n`,
);
