/**
 * What a run costs as nodes, load and time grow: `node --expose-gc bench/growth.ts [--hour] [--alone]`, in virtual time.
 *
 * An operation is, as in Maelstrom, an add of 0 to 4 or a read, one as likely as the other, at a node that is drawn. The CPU
 * time is that of all nodes, seq-kv and the simulation together. `--alone` has every node read all totals itself.
 */
import { parseArgs } from "node:util";
import { attachService, seqKvInMemory } from "@gossip-glomers/kv-client/testing";
import { type SentMessage, TestNode, TestRuntime, World } from "@gossip-glomers/protocol/testing";
import { options } from "../src/options.ts";
import { createServer } from "../src/server.ts";

const { values } = parseArgs({
  options: { hour: { type: "boolean", default: false }, alone: { type: "boolean", default: false } },
});

interface Load {
  readonly nodes: number;
  readonly opsPerSecond: number;
  readonly seconds: number;
  readonly latencyMs: number;
}

const load = (nodes: number, opsPerSecond: number, seconds = 20, latencyMs = 0): Load => ({
  nodes,
  opsPerSecond,
  seconds,
  latencyMs,
});

const loads: readonly Load[] = values.hour
  ? [load(25, 100, 60), load(25, 100, 600), load(25, 100, 3_600)]
  : [
      ...[1, 3, 5, 7, 8, 10, 25, 100].map((nodes) => load(nodes, 100)),
      load(1_000, 100, 5),
      load(25, 10),
      load(25, 1_000),
      load(25, 10_000, 5),
      load(100, 10_000, 5),
      ...[3, 25, 100].map((nodes) => load(nodes, 100, 20, 100)),
    ];

process.stdout.write(
  "nodes ops/s seconds latency-ms msgs/op bytes/op largest-message cpu-ms/node heap-kB/node add-median-ms add-max-ms read-median-ms read-max-ms\n",
);
for (const each of loads) process.stdout.write(`${(await measure(each)).join(" ")}\n`);

async function measure({
  nodes,
  opsPerSecond,
  seconds,
  latencyMs,
}: Load): Promise<readonly (string | number)[]> {
  const chance = new TestRuntime({ seed: 1 });
  const integer = (bound: number): number => Math.floor(chance.random() * bound);
  const heapBefore = heap();
  const world = new World({ latencyMs });
  attachService(world, "seq-kv", seqKvInMemory(integer, "wrapping"));
  const shareFrom = values.alone ? nodes + 1 : options.shareFrom.default;
  const ids = Array.from({ length: nodes }, (_, index) => `n${index}`);
  const members = ids.map((id, index) => {
    const node = new TestNode(world, id, createServer({ shareFrom }), index + 1);
    node.deliver("c0", { type: "init", msg_id: 1, node_id: id, node_ids: ids });
    return node;
  });

  const asked = new Map<number, { readonly at: number; readonly latencies: number[] }>();
  const [adds, reads]: [number[], number[]] = [[], []];
  world.attach("c1", ({ body }: SentMessage) => {
    const id = Number(body.in_reply_to);
    const question = asked.get(id);
    if (body.type === "error" || question === undefined) throw new Error(`growth: ${JSON.stringify(body)}`);
    asked.delete(id);
    // A sample that does not grow with the run: its memory is not the nodes'.
    if (question.latencies.length < 5_000) question.latencies.push(world.now - question.at);
  });

  let [messages, bytes, largest] = [0, 0, 0];
  /** The world and its nodes remember all that was sent; here it is counted and forgotten. */
  const count = (): void => {
    for (const { src, dest, body } of world.sent) {
      if (src.startsWith("c") || dest.startsWith("c")) continue;
      const size = Buffer.byteLength(JSON.stringify({ src, dest, body }));
      messages += 1;
      bytes += size;
      largest = Math.max(largest, size);
    }
    world.sent.length = 0;
    for (const { runtime } of members) runtime.sent.length = runtime.logged.length = 0;
  };

  const cpuBefore = process.cpuUsage();
  const ops = seconds * opsPerSecond;
  for (let op = 0; op < ops; op += 1) {
    await world.advance((chance.random() * 2_000) / opsPerSecond);
    const isAdd = integer(2) === 0;
    asked.set(op, { at: world.now, latencies: isAdd ? adds : reads });
    const body = isAdd ? { type: "add", delta: integer(5) } : { type: "read" };
    members[integer(nodes)]?.deliver("c1", { ...body, msg_id: op });
    if (op % 1_000 === 0) count();
  }
  await world.advance(10_000);
  count();
  const { user, system } = process.cpuUsage(cpuBefore);
  const heapAfter = heap();
  if (asked.size > 0) throw new Error(`growth: ${asked.size} operations have no answer`);
  return [
    nodes,
    opsPerSecond,
    seconds,
    latencyMs,
    (messages / ops).toFixed(2),
    Math.round(bytes / ops),
    largest,
    Math.round((user + system) / 1_000 / nodes),
    Math.round((heapAfter - heapBefore) / 1e3 / members.length),
    ...[adds, reads].flatMap((latencies) => {
      latencies.sort((a, b) => a - b);
      return [latencies[Math.floor(latencies.length / 2)] ?? 0, latencies.at(-1) ?? 0].map(Math.round);
    }),
  ];
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
