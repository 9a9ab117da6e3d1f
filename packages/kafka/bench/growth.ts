/**
 * What a strategy costs as nodes, load and time grow: `node --expose-gc bench/growth.ts`, in virtual time. With `--strategy
 * lin-kv`, for that one; with `--hour`, up to an hour of 2 and of 25 nodes; with `--nodes N [--ops N] [--seconds N]
 * [--interval MS] [--mesh-up-to N]`, for one load.
 *
 * An operation is a send or a poll of one of ten logs, one as likely as the other. Consumers go on from where they were
 * and commit what they have polled. Messages between nodes, and to and from lin-kv, take 1 ms. The time is the processor's for
 * nodes and network together. The lag is from a send's acknowledgement to the first poll by another node, every 5 ms, that has
 * it; one send in a thousandth of the run is watched. Memory is what is in use at the end, and how much of that one entry
 * takes on one node.
 */
import { setImmediate as turn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { linKvInMemory } from "@gossip-glomers/kv-client/testing";
import { type Message, Node } from "@gossip-glomers/protocol";
import { Random, VirtualClock } from "@gossip-glomers/simulator";
import { createServer } from "../src/server.ts";

interface Load {
  readonly nodes: number;
  readonly opsPerSecond: number;
  readonly seconds: number;
  /** In milliseconds; the default if not given. */
  readonly batchInterval?: number;
}

const { values } = parseArgs({
  options: {
    strategy: { type: "string", default: "gossip" },
    hour: { type: "boolean", default: false },
    nodes: { type: "string" },
    ops: { type: "string", default: "100" },
    seconds: { type: "string", default: "20" },
    interval: { type: "string", default: "55" },
    "mesh-up-to": { type: "string" },
  },
});
const strategy = values.strategy === "lin-kv" ? "lin-kv" : "gossip";
const overlay = values["mesh-up-to"] === undefined ? {} : { meshUpTo: Number(values["mesh-up-to"]) };

const gossipLoads: readonly Load[] = [
  ...[2, 5, 8, 9, 25, 100].map((nodes) => ({ nodes, opsPerSecond: 100, seconds: 20 })),
  { nodes: 1_000, opsPerSecond: 100, seconds: 5 },
  { nodes: 100, opsPerSecond: 100, seconds: 20, batchInterval: 250 },
  { nodes: 1_000, opsPerSecond: 100, seconds: 20, batchInterval: 1_000 },
  { nodes: 2, opsPerSecond: 1_000, seconds: 20 },
  ...[5, 25].flatMap((nodes) =>
    [10, 1_000, 10_000].map((opsPerSecond) => ({
      nodes,
      opsPerSecond,
      seconds: opsPerSecond < 10_000 ? 20 : 10,
    })),
  ),
];

const linKvLoads: readonly Load[] = [
  ...[2, 5, 25, 100].map((nodes) => ({ nodes, opsPerSecond: 100, seconds: 20 })),
  ...[10, 1_000, 5_000].map((opsPerSecond) => ({ nodes: 5, opsPerSecond, seconds: 20 })),
];

function loads(): readonly Load[] {
  if (values.nodes !== undefined)
    return [
      {
        nodes: Number(values.nodes),
        opsPerSecond: Number(values.ops),
        seconds: Number(values.seconds),
        batchInterval: Number(values.interval),
      },
    ];
  if (values.hour)
    return [2, 25].flatMap((nodes) =>
      [60, 600, 3_600].map((seconds) => ({ nodes, opsPerSecond: 100, seconds })),
    );
  return strategy === "lin-kv" ? linKvLoads : gossipLoads;
}

process.stdout.write(
  "nodes ops/s seconds interval-ms msgs/op bytes/op largest-message cpu-ms/node heap-MB/node bytes/entry lag-median-ms lag-max-ms\n",
);
for (const load of loads()) process.stdout.write(`${(await measure(load)).join(" ")}\n`);

async function measure(load: Load): Promise<readonly (string | number)[]> {
  const { nodes: size, opsPerSecond, seconds, batchInterval = 55 } = load;
  const heapBefore = await heap();
  const cpuBefore = process.cpuUsage();
  const clock = new VirtualClock();
  const random = Random.fromSeed(1);
  const ids = Array.from({ length: size }, (_, index) => `n${index}`);
  const nodes = new Map<string, Node>();
  const traffic = { messages: 0, bytes: 0, largest: 0 };
  const replies = new Map<unknown, (body: Message["body"]) => void>();
  const after = (ms: number, work: () => void) => clock.schedule(clock.now() + ms * 1e6, work);
  const pause = (ms: number): Promise<void> => new Promise((resolve) => after(ms, resolve));

  function carry(message: Message): void {
    const text = JSON.stringify(message);
    const { dest, body } = message;
    if (dest === "c") {
      const id = "in_reply_to" in body ? body.in_reply_to : undefined;
      replies.get(id)?.(body);
      replies.delete(id);
      return;
    }
    traffic.messages += 1;
    traffic.bytes += text.length;
    traffic.largest = Math.max(traffic.largest, text.length);
    after(1, () => {
      if (dest === "lin-kv") serve(JSON.parse(text));
      else nodes.get(dest)?.receive(JSON.parse(text));
    });
  }

  const linKv = linKvInMemory();
  function serve({ src, body: { msg_id: id, ...request } }: Message): void {
    const reply = linKv(src, request);
    if (reply === undefined) throw new Error(`growth: lin-kv does not understand ${JSON.stringify(request)}`);
    carry({ src: "lin-kv", dest: src, body: { ...reply, type: String(reply.type), in_reply_to: id ?? 0 } });
  }

  for (const id of ids) {
    const node = new Node({
      now: () => clock.now() / 1e6,
      wallTime: () => clock.now() / 1e6,
      random: () => random.float(),
      setTimer: after,
      send: carry,
      log: () => {},
    });
    createServer({ strategy, batchInterval, ...overlay })(node);
    nodes.set(id, node);
  }

  let lastId = 0;
  const request = (dest: string, body: object): Promise<Record<string, unknown>> =>
    new Promise((resolve) => {
      lastId += 1;
      replies.set(lastId, (reply) => resolve({ ...reply }));
      nodes.get(dest)?.receive({ src: "c", dest, body: { ...body, msg_id: lastId } });
    });

  const lags: number[] = [];
  let entries = 0;
  /** Polls one other node for an entry until it has it. */
  async function watch(key: string, offset: number, other: string): Promise<void> {
    const sentAt = clock.now();
    while (clock.now() - sentAt < 60e9) {
      const { msgs } = await request(other, { type: "poll", offsets: { [key]: offset } });
      const found: unknown =
        msgs === undefined ? undefined : Object.entries(msgs as object)[0]?.[1]?.[0]?.[0];
      if (found === offset) break;
      await pause(5);
    }
    lags.push((clock.now() - sentAt) / 1e6);
  }

  async function work(): Promise<void> {
    for (const id of ids) await request(id, { type: "init", node_id: id, node_ids: ids });
    const watched: Promise<void>[] = [];
    const every = Math.max(1, Math.floor((seconds * opsPerSecond) / 1_000));
    const positions = new Map<string, number>();
    for (let op = 0; op < seconds * opsPerSecond; op += 1) {
      const id = random.choice(ids);
      const key = String(random.integer(10));
      if (random.float() < 0.5) {
        entries += 1;
        const isWatched = op % every === 0;
        void request(id, { type: "send", key, msg: op }).then(({ offset }) => {
          if (isWatched && size > 1)
            watched.push(watch(key, Number(offset), random.choice(ids.filter((other) => other !== id))));
        });
      } else {
        const place = `${id} ${key}`;
        void request(id, { type: "poll", offsets: { [key]: positions.get(place) ?? 0 } }).then(({ msgs }) => {
          const polled = Object.values(msgs as Record<string, [number, unknown][]>)[0]?.at(-1)?.[0];
          if (polled === undefined) return;
          positions.set(place, polled + 1);
          void request(id, { type: "commit_offsets", offsets: { [key]: polled } });
        });
      }
      await pause(1_000 / opsPerSecond);
    }
    await pause(Math.max(1_000, 4 * batchInterval));
    await Promise.all(watched);
  }

  await clock.run(work());
  const { user, system } = process.cpuUsage(cpuBefore);
  lags.sort((a, b) => a - b);
  const ops = seconds * opsPerSecond;
  const grown = (await heap()) - heapBefore;
  // Named after the heap was measured, so that they have not been collected before.
  const served = nodes.size;
  return [
    size,
    opsPerSecond,
    seconds,
    batchInterval,
    (traffic.messages / ops).toFixed(3),
    Math.round(traffic.bytes / ops),
    traffic.largest,
    Math.round((user + system) / 1_000 / served),
    (grown / 1e6 / served).toFixed(2),
    Math.round(grown / served / Math.max(1, entries)),
    Math.round(lags[Math.floor(lags.length / 2)] ?? 0),
    Math.round(lags.at(-1) ?? 0),
  ];
}

async function heap(): Promise<number> {
  // What the load before left behind is held by its last macro tasks; and finalizers need a second collection.
  for (let round = 0; round < 3; round += 1) {
    await turn();
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}
