/**
 * What transactions cost as nodes, load and time grow: `node --expose-gc bench/growth.ts [--hour] [--row INDEX]`, in
 * virtual time.
 *
 * An operation is a transaction of one to four steps, of which half are writes, on registers that are drawn, at a node that is
 * drawn. The latency is how long a write takes until every node shows it. The processor time is that of all nodes and the
 * simulation together, shared out among the nodes, and so is the memory.
 */
import { spawnSync } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Random } from "@gossip-glomers/simulator";
import { defaultOptions } from "../src/index.ts";
import { Replica } from "../src/replica.ts";
import { Crowd } from "./crowd.ts";

const { values } = parseArgs({
  options: { hour: { type: "boolean", default: false }, row: { type: "string" } },
});
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

// Each row in a process of its own: what earlier runs leave to the garbage collection is no row's memory.
const row = values.row === undefined ? undefined : loads[Number(values.row)];
if (values.row !== undefined && row === undefined) {
  throw new RangeError(`growth: there is no row ${values.row}; pass --row 0 to ${loads.length - 1}`);
}
if (row !== undefined) say(await measure({ ...usual, ...row }));
else await table();

async function table(): Promise<void> {
  say(
    "| nodes | ops/s | seconds | registers | latency, interval, ms | msgs/op | bytes/op | largest message | CPU ms/node | heap kB/node | seen everywhere, median, max ms |",
  );
  say("|---|---|---|---|---|---|---|---|---|---|---|");
  for (const index of loads.keys()) {
    const itself = [...process.execArgv, ...process.argv.slice(1), "--row", `${index}`];
    const { status, error } = spawnSync(process.execPath, itself, { stdio: "inherit" });
    if (status !== 0) throw error ?? new Error(`growth: row ${index} failed; what it said is above`);
  }
  if (!values.hour) await measureOneReplica();
}

/** A row of the table. */
async function measure({ nodes, rate, seconds, keys, latencyMs, interval }: Load): Promise<string> {
  const heapBefore = await heap();
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
  const grown = (await heap()) - heapBefore;
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

/** What is in use, when what a run has left behind is gone: some of it is let go only a task, or a collection, later. */
async function heap(): Promise<number> {
  for (let i = 0; i < 3; i += 1) {
    await setImmediate();
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

/** One replica of two, whose messages nobody takes: what a transaction takes, and what a register. */
async function measureOneReplica(): Promise<void> {
  const registers = 100_000;
  const transactions = 1_000_000;
  const replica = new Replica({
    ...defaultOptions,
    nodeIds: ["n0", "n1"],
    self: "n0",
    random: () => 0,
    now: 0,
  });
  const before = await heap();
  for (let key = 0; key < registers; key += 1) replica.execute([["w", key, key]], key);
  const perRegister = ((await heap()) - before) / registers;
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
  const grown = ((await heap()) - before) / registers;
  say(`\nA transaction of a read and a write takes ${perTransaction.toFixed(2)} µs.`);
  say(
    // Named here so that it has not been collected before.
    `${replica.store.changes} changes: a register takes ${perRegister.toFixed(0)} bytes, and ${grown.toFixed(0)} after ${transactions / registers} writes of each.`,
  );
}
