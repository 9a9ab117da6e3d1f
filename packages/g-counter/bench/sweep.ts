/**
 * Many trials in bad worlds: `node bench/sweep.ts --seeds 2000 [--first 1]`. Ends with 1 at the first broken promise, and says how to see it
 * again.
 */
import { parseArgs } from "node:util";
import { judge, runTrial, type Trouble } from "../test/trial.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "2000" }, first: { type: "string", default: "1" } },
});
const first = Number(values.first);
const end = first + Number(values.seeds);

/** Every seed has another mixture of troubles. */
function troubleOf(seed: number): Trouble {
  const pick = <T>(choices: readonly [T, ...T[]], stride: number): T =>
    choices[Math.floor(seed / stride) % choices.length] ?? choices[0];
  return {
    seed,
    nodes: pick([1, 2, 3, 5, 25], 1),
    lost: pick([0, 0.05, 0.2], 5),
    doubled: pick([0, 0.2], 15),
    latencyMs: pick([0, 2, 30, 100], 30),
    lostStates: pick(["wrapping", "clamped"], 120),
    crashes: pick([0, 1, 4], 240),
  };
}

for (let seed = first; seed < end; seed += 1) {
  const trouble = troubleOf(seed);
  const broken = judge(await runTrial(trouble));
  if (broken.length > 0) {
    process.stdout.write(`${JSON.stringify(trouble)}\n${broken.map((line) => `  ${line}\n`).join("")}`);
    process.stdout.write(
      `Again: npx -y pnpm@12 --filter @gossip-glomers/g-counter run sweep --first ${seed} --seeds 1\n`,
    );
    process.exit(1);
  }
}
process.stdout.write(`${end - first} trials, seeds ${first} to ${end - 1}: every promise was kept.\n`);
