/** What transactions cost as the work grows: more nodes, more operations, more registers, longer intervals. */
import { createServer, defaultOptions, type TxnOptions } from "../src/index.ts";
import { Replica } from "../src/replica.ts";
import { run } from "../test/run.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs ten seconds in virtual time without faults; a row of the table. */
async function traffic(nodes: number, rate: number, options: Partial<TxnOptions>): Promise<string> {
  const { history, complaints, messagesBetweenNodes, bytesBetweenNodes } = await run(
    (onCommit) => createServer(options, onCommit),
    {
      seed: 1,
      nodes,
      rate,
      duration: 10,
      keys: 100,
      steps: 4,
      finalReads: [10_000],
      latency: { mean: 0, distribution: "constant" },
      partitions: null,
      faults: [],
      impairment: { loss: 0, duplicate: 0, reorderMs: 0, slowMs: new Map() },
    },
  );
  if (complaints.length > 0) throw new Error(`${nodes} nodes: ${complaints[0]}`);
  const operations = history.filter(({ type }) => type === "invoke").length;
  const interval = options.interval ?? defaultOptions.interval;
  const perOperation = (figure: number): string => `${Number((figure / operations).toPrecision(2))}`;
  return `| ${nodes} | ${rate} | ${interval} | ${perOperation(messagesBetweenNodes)} | ${perOperation(bytesBetweenNodes)} |`;
}

say("| nodes | ops/s | interval, ms | msgs/op | bytes/op |");
say("|---|---|---|---|---|");
for (const nodes of [2, 5, 25, 100]) say(await traffic(nodes, 1_000, {}));
for (const rate of [10, 100]) say(await traffic(2, rate, {}));
for (const interval of [20, 50, 500]) say(await traffic(2, 1_000, { interval }));

/** One replica of two, whose messages nobody takes: what a transaction takes, and what a register. */
const registers = 100_000;
const transactions = 1_000_000;
const replica = new Replica({ ...defaultOptions, nodeIds: ["n0", "n1"], self: "n0", random: () => 0 });
const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const before = heap();
for (let key = 0; key < registers; key += 1) replica.execute([["w", key, key]], key);
const perRegister = (heap() - before) / registers;
const begin = performance.now();
for (let i = 0; i < transactions; i += 1) {
  replica.execute(
    [
      ["r", i % registers, null],
      ["w", (i * 7) % registers, i],
    ],
    registers + i,
  );
}
const perTransaction = ((performance.now() - begin) * 1_000) / transactions;
const grown = (heap() - before) / registers;
say(`\nA transaction of a read and a write takes ${perTransaction.toFixed(2)} µs.`);
say(
  // Named here so that it has not been collected before.
  `${replica.store.changes} changes: a register takes ${perRegister.toFixed(0)} bytes, and ${grown.toFixed(0)} after ${transactions / registers} writes of each.`,
);
