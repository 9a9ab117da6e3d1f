/**
 * How soon a side is served again that has lost its hub, over many seeds: `node bench/hub-loss.ts [--seeds 300]`, with the repository's Node.
 *
 * "read": no read on Maelstrom's network misses a value that it should show (`test/read-too-late.ts`); "arrived": no node lacks one,
 * where latencies add up (`test/arrived-too-late.ts`). Prints in how many runs that held, and those in which it did not.
 */
import { parseArgs } from "node:util";
import type { ProfileName } from "../src/profile.ts";
import { arrivedTooLate } from "../test/arrived-too-late.ts";
import { type HubLoss, hubLosses, type Outcome } from "../test/hub-loss.ts";
import { readTooLate } from "../test/read-too-late.ts";

type Measure = (profile: ProfileName, kind: HubLoss, seed: number) => Outcome | Promise<Outcome>;

const { values } = parseArgs({ options: { seeds: { type: "string", default: "300" } } });
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);

for (const profile of ["quick", "frugal"] as const) {
  for (const kind of hubLosses) {
    await report(`${profile}, ${kind}, read`, readTooLate, profile, kind);
    await report(`${profile}, ${kind}, arrived`, arrivedTooLate, profile, kind);
  }
}

async function report(name: string, measure: Measure, profile: ProfileName, kind: HubLoss): Promise<void> {
  const lateRuns: { seed: number; lateMs: number }[] = [];
  for (const seed of seeds) {
    const { late } = await measure(profile, kind, seed);
    const lateMs = Math.ceil(Math.max(0, ...late.map((one) => one.lateMs)));
    if (late.length > 0) lateRuns.push({ seed, lateMs });
  }
  const most =
    lateRuns.length === 0 ? "" : `; at most ${Math.max(...lateRuns.map(({ lateMs }) => lateMs))} ms late`;
  process.stdout.write(`${name}: ${seeds.length - lateRuns.length} of ${seeds.length} in time${most}\n`);
  for (const { seed, lateMs } of lateRuns) process.stdout.write(`  seed ${seed}: ${lateMs} ms late\n`);
}
