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
  for (const load of loads) process.stdout.write(`${profile} ${(await measure(profile, load)).join(" ")}\n`);
}

interface Played {
  /** Taken away to see what it held. */
  swarm: Swarm | null;
  readonly messages: number;
  readonly bytes: number;
  readonly largestMessage: number;
  readonly cpuMs: number;
  /** Of some of the values, in ascending order. */
  readonly latencies: readonly number[];
}

async function measure(profile: keyof typeof profiles, load: Load): Promise<readonly (string | number)[]> {
  const played = play(profile, load);
  // What goes with the nodes was theirs. Compared with the heap before them, a row would be given what an earlier one has left behind.
  const heapWithNodes = await heap();
  played.swarm = null;
  const heapWithout = await heap();
  const { nodes, opsPerSecond, seconds } = load;
  const { messages, bytes, largestMessage, cpuMs, latencies } = played;
  const ops = seconds * opsPerSecond;
  return [
    nodes,
    opsPerSecond,
    seconds,
    (messages / ops).toFixed(3),
    Math.round(bytes / ops),
    largestMessage,
    Math.round(cpuMs / nodes),
    ((heapWithNodes - heapWithout) / 1e6 / nodes).toFixed(2),
    Math.round(latencies[Math.floor(latencies.length / 2)] ?? 0),
    Math.round(latencies.at(-1) ?? 0),
  ];
}

function play(profile: keyof typeof profiles, { nodes, opsPerSecond, seconds }: Load): Played {
  const swarm = new Swarm({ nodes, profile: profiles[profile], seed: 1, latencyMs: () => 100 });
  const random = Random.fromSeed(1);
  const broadcastsPerMs = opsPerSecond / 2_000;
  const cpuBefore = process.cpuUsage();
  const sampled: { value: number; at: number }[] = [];
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
  const latencies = sampled.map(({ value, at }) => swarm.knownEverywhereAt(value) - at);
  const { messages, bytes, largestMessage } = swarm;
  const cpuMs = (user + system) / 1_000;
  return { swarm, messages, bytes, largestMessage, cpuMs, latencies: latencies.sort((a, b) => a - b) };
}

/** What the stack, or a compilation that is under way, may still name is kept; so in tasks of their own, after a while. */
async function heap(): Promise<number> {
  for (let round = 0; round < 2; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}
