/**
 * What a run costs as nodes, load and time grow: `node bench/growth.ts [--hour]`, in virtual time, latency 100 ms.
 *
 * An operation is, as in Maelstrom, a broadcast or a read, one as likely as the other; reads cost no messages. The time
 * is that of the processor for all nodes and the simulation together; the memory is what a value costs on one node
 * besides itself.
 */
import { parseArgs } from "node:util";
import { Random } from "@gossip-glomers/simulator";
import { profiles } from "../src/profile.ts";
import { Swarm } from "../test/swarm.ts";

const { values } = parseArgs({ options: { hour: { type: "boolean", default: false } } });

interface Load {
  readonly nodes: number;
  readonly opsPerSecond: number;
  readonly seconds: number;
}

const loads: readonly Load[] = values.hour
  ? [
      { nodes: 25, opsPerSecond: 100, seconds: 60 },
      { nodes: 25, opsPerSecond: 100, seconds: 600 },
      { nodes: 25, opsPerSecond: 100, seconds: 3_600 },
    ]
  : [
      { nodes: 5, opsPerSecond: 100, seconds: 20 },
      { nodes: 25, opsPerSecond: 100, seconds: 20 },
      { nodes: 100, opsPerSecond: 100, seconds: 20 },
      { nodes: 1_000, opsPerSecond: 100, seconds: 20 },
      { nodes: 25, opsPerSecond: 10, seconds: 20 },
      { nodes: 25, opsPerSecond: 1_000, seconds: 20 },
      { nodes: 25, opsPerSecond: 10_000, seconds: 20 },
    ];

process.stdout.write(
  "profile nodes ops/s seconds msgs/op bytes/op largest-message cpu-ms/node heap-MB/node median-ms max-ms\n",
);
for (const profile of ["quick", "frugal"] as const) {
  for (const load of loads) process.stdout.write(`${profile} ${measure(profile, load).join(" ")}\n`);
}

function measure(
  profile: keyof typeof profiles,
  { nodes, opsPerSecond, seconds }: Load,
): readonly (string | number)[] {
  const heapBefore = heap();
  const swarm = new Swarm({ nodes, profile: profiles[profile], seed: 1, latencyMs: () => 100 });
  const random = Random.fromSeed(1);
  const broadcastsPerMs = opsPerSecond / 2_000;
  const cpuBefore = process.cpuUsage();
  const sampled: { value: number; at: number }[] = [];
  const latencies: number[] = [];
  let value = 0;
  while (swarm.now < seconds * 1_000) {
    swarm.publish(random.choice(swarm.nodeIds), value);
    if (value % Math.max(1, Math.floor((seconds * opsPerSecond) / 1_000)) === 0)
      sampled.push({ value, at: swarm.now });
    value += 1;
    swarm.advance((random.float() * 2) / broadcastsPerMs);
  }
  swarm.advance(10_000);
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const { value, at } of sampled) latencies.push(swarm.knownEverywhereAt(value) - at);
  latencies.sort((a, b) => a - b);
  const ops = seconds * opsPerSecond;
  return [
    nodes,
    opsPerSecond,
    seconds,
    (swarm.messages / ops).toFixed(3),
    Math.round(swarm.bytes / ops),
    swarm.largestMessage,
    Math.round((user + system) / 1_000 / nodes),
    ((heap() - heapBefore) / 1e6 / nodes).toFixed(2),
    Math.round(latencies[Math.floor(latencies.length / 2)] ?? 0),
    Math.round(latencies.at(-1) ?? 0),
  ];
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
