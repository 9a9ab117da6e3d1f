/**
 * Many seeds in virtual time, each with other nodes, latencies and faults: `node bench/sweep.ts --seeds 2000 --from 1`.
 * Exits with 1 at the first seed that shows a contradiction, and says how to see it again.
 */
import { parseArgs } from "node:util";
import { createServer } from "../src/index.ts";
import { circumstancesOf } from "../test/circumstances.ts";
import { run } from "../test/run.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "200" }, from: { type: "string", default: "1" } },
});
const from = Number(values.from);
const count = Number(values.seeds);
let operations = 0;
for (let seed = from; seed < from + count; seed += 1) {
  const { options, server } = circumstancesOf(seed);
  const { history, complaints } = await run((onCommit) => createServer(server, onCommit), options);
  operations += history.length / 2;
  if (complaints.length > 0) {
    const shown = complaints.slice(0, 20).join("\n  ");
    process.stderr.write(
      `Seed ${seed} is wrong:\n  ${shown}\nAgain: node bench/sweep.ts --seeds 1 --from ${seed}\n`,
    );
    process.exit(1);
  }
}
process.stdout.write(
  `${count} seeds from ${from} on, ${Math.floor(operations)} operations: all available, read atomic, causal and convergent.\n`,
);
