/**
 * How soon a side is served again that has lost its hub, by a cut or otherwise, over many seeds: `node bench/cut-off.ts [--seeds 300]`, with the repository's Node.
 *
 * Prints the runs in which a value came later to its side than two seconds after that, or than the row's limit after it was
 * given, and how many were in time.
 */
import { parseArgs } from "node:util";
import { cutOff, hubLosses } from "../test/cut-off.ts";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "300" } } });
const servedMs = 2_000;
/** The limits of 3d and 3e for the slowest value; of 3d's a little more, as latencies add up here. */
const limitMs = { quick: 640, frugal: 2_000 };

for (const profile of ["quick", "frugal"] as const) {
  for (const kind of hubLosses) {
    let [runs, inTime, latestMs] = [0, 0, 0];
    for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
      const late = cutOff(profile, kind, seed).filter(
        ({ givenAt, reachedAt }) => reachedAt > Math.max(servedMs, givenAt + limitMs[profile]),
      );
      runs += 1;
      if (late.length === 0) inTime += 1;
      else {
        const slowestMs = Math.max(...late.map(({ reachedAt }) => reachedAt));
        latestMs = Math.max(latestMs, slowestMs);
        const why = late.every(({ isFoundAtOnce }) => isFoundAtOnce) ? "" : ", nobody found at once";
        process.stdout.write(
          `${profile}, ${kind}, seed ${seed}: all only after ${Math.round(slowestMs)} ms${why}\n`,
        );
      }
    }
    const latest = latestMs === 0 ? "" : `; the latest was served after ${Math.round(latestMs)} ms`;
    process.stdout.write(`${profile}, ${kind}: ${inTime} of ${runs} in time${latest}\n`);
  }
}
