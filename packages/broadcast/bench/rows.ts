/**
 * The rows of the official table in virtual time, over many seeds: `node bench/rows.ts [--seeds 20] [--rows 3d,3e+f]`.
 *
 * Prints the lowest, the median and the highest of each figure; ends with 1 if a run was not valid.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "../../..");
const efficient = "--node-count 25 --time-limit 20 --rate 100 --latency 100";
const quick = "packages/broadcast";
const frugal = "packages/broadcast/bench/frugal.ts";

const rows: Readonly<Record<string, readonly [module: string, args: string]>> = {
  "3a": [quick, "--node-count 1 --time-limit 20 --rate 10"],
  "3b": [quick, "--node-count 5 --time-limit 20 --rate 10"],
  "3c": [quick, "--node-count 5 --time-limit 20 --rate 10 --nemesis partition"],
  "3d": [quick, efficient],
  "3e": [frugal, efficient],
  "3d+f": [quick, `${efficient} --nemesis partition`],
  "3e+f": [frugal, `${efficient} --nemesis partition`],
};

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    first: { type: "string", default: "1" },
    rows: { type: "string", default: Object.keys(rows).join() },
    extra: { type: "string", default: "" },
  },
});

let isValid = true;
for (const id of values.rows.split(",")) {
  const row = rows[id];
  if (row === undefined) throw new Error(`rows: there is no row ${id}; the rows are ${Object.keys(rows)}`);
  const figures: { msgs: number; median: number; max: number; seed: number }[] = [];
  const first = Number(values.first);
  for (let seed = first; seed < first + Number(values.seeds); seed += 1) figures.push(run(row, seed));
  const spread = (pick: (figure: (typeof figures)[number]) => number): string => {
    const sorted = figures.map(pick).sort((a, b) => a - b);
    return [0, 0.5, 1]
      .map((q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))])
      .join(" / ");
  };
  const worst = figures.reduce((a, b) => (b.msgs > a.msgs ? b : a));
  process.stdout.write(
    `${id.padEnd(5)} msgs/op ${spread((f) => f.msgs)}   median ${spread((f) => f.median)} ms   ` +
      `max ${spread((f) => f.max)} ms   most messages: seed ${worst.seed}\n`,
  );
}
process.exitCode = isValid ? 0 : 1;

function run(
  [module, args]: readonly [string, string],
  seed: number,
): { msgs: number; median: number; max: number; seed: number } {
  const store = mkdtempSync(join(tmpdir(), "rows-"));
  try {
    const given = `test -w broadcast --module ${module} ${args} ${values.extra} --seed ${seed} --store ${store}`;
    const command = ["tooling/workbench/dist/bin.js", ...given.split(/\s+/)];
    execFileSync(process.execPath, command, { cwd: root, stdio: "ignore" });
  } catch {
    isValid = false;
    process.stdout.write(`seed ${seed} is not valid: ${module} ${args}\n`);
  }
  const results = readFileSync(join(store, "latest/results.edn"), "utf8");
  rmSync(store, { recursive: true });
  const figure = (pattern: RegExp): number => Number(pattern.exec(results)?.[1] ?? Number.NaN);
  return {
    seed,
    msgs: figure(/:servers \{[^}]*:msgs-per-op ([\d.E-]+)/),
    median: figure(/:stable-latencies \{[^}]*\s0\.5 (\d+)/),
    max: figure(/:stable-latencies \{[^}]*\s1 (\d+)/),
  };
}
