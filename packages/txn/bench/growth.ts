/**
 * What transactions cost as nodes, load and time grow: `node --expose-gc bench/growth.ts [--hour]`, in virtual time.
 *
 * An operation is a transaction of one to four steps, of which half are writes, on registers that are drawn, at a node that is
 * drawn. The latency is how long a write takes until every node shows it. The processor time is that of all nodes and the
 * simulation together, shared out among the nodes, and so is the memory.
 */
import { parseArgs } from "node:util";
import { Random } from "@gossip-glomers/simulator";
import { defaultOptions } from "../src/index.ts";
import { Replica } from "../src/replica.ts";
import { Crowd } from "./crowd.ts";

const { values } = parseArgs({ options: { hour: { type: "boolean", default: false } } });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Load {
  readonly nodes: number;
  readonly rate: number;
  readonly seconds: number;
  readonly keys: number;
  readonly latencyMs: number;
  readonly interval: number;
}

const usual: Load = { nodes: 2, rate: 1_000, seconds: 20, keys: 100, latencyMs: 0, interval: 100 };

const loads: readonly Partial<Load>[] = values.hour
  ? [60, 600, 3_600].map((seconds) => ({ nodes: 25, rate: 100, seconds }))
  : [
      ...[5, 25, 100].map((nodes) => ({ nodes, rate: 100 })),
      { nodes: 1_000, rate: 100, seconds: 10 },
      ...[10, 1_000, 10_000].map((rate) => ({ nodes: 25, rate })),
      ...[5, 25, 100].map((nodes) => ({ nodes, rate: 100, latencyMs: 100 })),
      { nodes: 25, rate: 1_000, keys: 10_000 },
      ...[10, 100, 1_000, 10_000].map((rate) => ({ rate })),
      ...[20, 50, 500].map((interval) => ({ interval })),
    ];

say(
  "| nodes | ops/s | seconds | registers | latency, interval, ms | msgs/op | bytes/op | largest message | CPU ms/node | heap kB/node | seen everywhere, median, max ms |",
);
say("|---|---|---|---|---|---|---|---|---|---|---|");
for (const load of loads) say(await measure({ ...usual, ...load }));
if (!values.hour) measureOneReplica();

/** A row of the table. */
async function measure({ nodes, rate, seconds, keys, latencyMs, interval }: Load): Promise<string> {
  const heapBefore = heap();
  const crowd = new Crowd({ nodes, keys, latencyMs, options: { interval } });
  const operations = seconds * rate;
  const everyNth = Math.max(1, Math.floor(operations / 200));
  const random = Random.fromSeed(1).split("gaps");
  const before = process.cpuUsage();
  const transact = (index: number): void => {
    crowd.transact(index, index % everyNth === 0);
    // At intervals that are drawn, or those writes that are watched would all come at the same time of a node's interval.
    const gap = (random.float() * 2_000) / rate;
    if (index + 1 < operations) crowd.at(crowd.now + gap, () => transact(index + 1));
  };
  crowd.at(0, () => transact(0));
  await crowd.until(seconds * 1_000 + 10_000);
  const { user, system } = process.cpuUsage(before);
  const grown = heap() - heapBefore;
  if (crowd.unseen > 0)
    throw new Error(`growth: ${nodes} nodes: ${crowd.unseen} writes were not seen everywhere`);
  const delays = crowd.delays.sort((a, b) => a - b);
  const perOperation = (figure: number): string => `${Number((figure / operations).toPrecision(3))}`;
  return `| ${[
    nodes,
    rate,
    seconds,
    keys,
    `${latencyMs}, ${interval}`,
    perOperation(crowd.messages),
    perOperation(crowd.bytes),
    crowd.largestMessage,
    Math.round((user + system) / 1_000 / nodes),
    Math.round(grown / 1_000 / nodes),
    `${Math.round(delays[Math.floor(delays.length / 2)] ?? 0)}, ${Math.round(delays.at(-1) ?? 0)}`,
  ].join(" | ")} |`;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** One replica of two, whose messages nobody takes: what a transaction takes, and what a register. */
function measureOneReplica(): void {
  const registers = 100_000;
  const transactions = 1_000_000;
  const replica = new Replica({ ...defaultOptions, nodeIds: ["n0", "n1"], self: "n0", random: () => 0 });
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
}
