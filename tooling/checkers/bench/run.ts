/**
 * How fast the checkers judge: `pnpm bench`, or `node bench/run.ts [largest]` for histories of up to so many
 * operations. Figures, not tests: they depend on the machine. The goals are those of issue 3, and near linear
 * growth: read down a column of sizes, the rate should stay the same.
 */
import { benchLogs } from "./logs.ts";
import { benchRegisters } from "./registers.ts";
import { benchSets } from "./sets.ts";
import { benchTransactions } from "./transactions.ts";

const largest = Number(process.argv[2] ?? 100_000);
for (const bench of [benchTransactions, benchLogs, benchSets, benchRegisters]) bench(largest);
