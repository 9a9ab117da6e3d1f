/**
 * Clients that send and poll while the network does its worst, and what must be true of all that they were told.
 *
 * Not Maelstrom's checker, but the promise itself: the log of a key is one sequence, and every consumer reads it from its
 * beginning, without a gap, an inversion or a repetition, up to everything that was acknowledged. Runs in virtual time,
 * from a seed. Used by `ordeal.test.ts` with a few dozen seeds and by `bench/sweep.ts` with as many as one likes.
 */
import { attachServices } from "@gossip-glomers/kv-client/testing";
import { cluster, type SentMessage } from "@gossip-glomers/protocol/testing";
import { type KafkaOptions, options as table } from "../src/options.ts";
import { createServer } from "../src/server.ts";
import { chance } from "./chance.ts";

export const distributions = ["constant", "uniform", "exponential"] as const;
export type Distribution = (typeof distributions)[number];

export interface Ordeal {
  readonly seed: number;
  readonly nodes: number;
  readonly options?: Partial<KafkaOptions>;
  /** The share of messages between nodes that are lost. */
  readonly loss: number;
  /** The share that arrives twice. */
  readonly duplication: number;
  /**
   * How long messages between nodes, and to and from services, take: half of this in the mean, in milliseconds. Unless the
   * distribution is `constant` they overtake each other.
   */
  readonly latencyMs: number;
  /** How that time is distributed; `uniform`, from 0 to `latencyMs`, if not given. */
  readonly distribution?: Distribution;
  /** How much longer all messages to and from the first node take, in milliseconds; 0 if not given. */
  readonly slowMs?: number;
  /** Whether a node now and then stands still for half a second: nobody hears of it, and it hears of nobody. */
  readonly pauses?: boolean;
  /** Whether the network is cut, in either or only one direction, and healed again, until the end of the main phase. */
  readonly partitions: boolean;
  /** How long clients send and poll; afterwards all is whole, and they only poll. */
  readonly mainMs: number;
}

/** What becomes of the network for half a second: it is whole, falls into two sides, or one side no longer hears the other. */
export const partitionKinds = ["none", "two sides", "one way"] as const;
export type PartitionKind = (typeof partitionKinds)[number];

export interface Outcome {
  /** What was broken, in words; empty if nothing was. */
  readonly faults: readonly string[];
  readonly sends: number;
  /** How long after the heal the last consumer had read everything, in milliseconds. */
  readonly convergedMs: number;
  readonly serverMessages: number;
  /** How often the network was cut in which way. */
  readonly partitions: ReadonlyMap<PartitionKind, number>;
}

/**
 * How long after the heal all must have been read, in milliseconds. Losses go on after it: between nodes a question or two may
 * get lost; a poll of lin-kv needs an answer for each key, and each may take several tries of a second or more.
 */
function convergesWithin({ loss, options }: Ordeal): number {
  // A client that waits for a send under way must give that up (5 s) before it polls.
  if (options?.strategy === "lin-kv") return loss === 0 ? 10_000 : 30_000;
  return loss === 0 ? 5_000 : 10_000;
}

/**
 * How long after the last request all must be silent, in milliseconds. A request to lin-kv that was under way is tried for
 * 4 s, its last attempt is a read and a compare-and-set of 1 s each, and an answer may come after that, unawaited. Nodes
 * that gossip have an interval each for the news, for the answers to it and for what those still leave open; over a tree the
 * word goes up and down twice, eight links of which each may take half a second and more.
 */
function silentWithin({ nodes, options }: Ordeal): number {
  if (options?.strategy === "lin-kv") return 8_000;
  return (isTree(nodes, options) ? 6_000 : 3_000) + 4 * (options?.batchInterval ?? 55);
}

/** Whether a cluster gossips over a tree. */
export function isTree(nodes: number, options: Partial<KafkaOptions> = {}): boolean {
  return nodes > (options.meshUpTo ?? table.meshUpTo.default);
}

const keys = ["0", "1", "__proto__"];

/** A client's view: what it has consumed of each key. */
class Consumer {
  readonly address: string;
  readonly node: number;
  readonly consumed = new Map<string, [number, unknown][]>(keys.map((key) => [key, []]));
  readonly lastSent = new Map<string, number>();
  waitsFor:
    | { readonly id: number; readonly since: number; readonly send?: { key: string; msg: number } }
    | undefined;

  constructor(address: string, node: number) {
    this.address = address;
    this.node = node;
  }

  position(key: string): number {
    return (this.consumed.get(key)?.at(-1)?.[0] ?? -1) + 1;
  }
}

export async function undergo(ordeal: Ordeal): Promise<Outcome> {
  const random = chance(ordeal.seed);
  let cut: (message: SentMessage) => boolean = () => false;
  const isServers = ({ src, dest }: SentMessage): boolean => !src.startsWith("c") && !dest.startsWith("c");
  const paused = { id: "", until: 0 };
  const latency = ({ src, dest }: SentMessage): number =>
    drawLatency(ordeal, random) +
    (src === "n0" || dest === "n0" ? (ordeal.slowMs ?? 0) : 0) +
    // What it says reaches the others only when it moves again, and what is said to it must wait for that, too.
    (src === paused.id || dest === paused.id ? Math.max(0, paused.until - world.now) : 0);
  const { world, nodes } = await cluster(createServer(ordeal.options), {
    nodes: ordeal.nodes,
    seed: ordeal.seed,
    latencyMs: (message) => latency(message),
    loses: (message) => isServers(message) && (cut(message) || random() < ordeal.loss),
  });
  attachServices(world, { seed: ordeal.seed });
  for (const { id, node } of nodes) {
    world.attach(id, (message) => {
      node.receive(message);
      if (!isServers(message) || random() >= ordeal.duplication) return;
      world.clock.setTimer(random() * 1_000, () => node.receive(message));
    });
  }

  const faults: string[] = [];
  const acknowledged = new Map<string, Map<number, unknown>>(keys.map((key) => [key, new Map()]));
  const partitions = new Map<PartitionKind, number>();
  let sends = 0;
  let lastId = 0;
  const consumers = Array.from(
    { length: Math.min(2 * ordeal.nodes, 12) },
    (_, index) => new Consumer(`c${index + 1}`, index % ordeal.nodes),
  );
  const byAddress = new Map(consumers.map((consumer) => [consumer.address, consumer]));
  for (const { address } of consumers) world.attach(address, take);

  function take({ dest, body }: SentMessage): void {
    const consumer = byAddress.get(dest);
    const awaited = consumer?.waitsFor;
    if (consumer === undefined || awaited === undefined || awaited.id !== body.in_reply_to) return;
    const { send } = awaited;
    consumer.waitsFor = undefined;
    if (body.type === "send_ok" && send !== undefined) acknowledge(consumer, send, Number(body.offset));
    if (body.type === "poll_ok") consume(consumer, body.msgs as Record<string, [number, unknown][]>);
  }

  function acknowledge(consumer: Consumer, { key, msg }: { key: string; msg: number }, offset: number): void {
    const log = acknowledged.get(key);
    if (log?.has(offset)) faults.push(`two sends to ${key} got offset ${offset}`);
    log?.set(offset, msg);
    if (offset <= (consumer.lastSent.get(key) ?? -1))
      faults.push(`${dest(consumer)} got a lower offset, ${offset}, than before`);
    consumer.lastSent.set(key, offset);
  }

  function consume(consumer: Consumer, msgs: Record<string, [number, unknown][]>): void {
    for (const [key, entries] of Object.entries(msgs)) {
      for (const [offset, msg] of entries) {
        if (offset < consumer.position(key))
          faults.push(`${dest(consumer)} polled offset ${offset} of ${key} after a higher one`);
        consumer.consumed.get(key)?.push([offset, msg]);
      }
    }
  }

  function isPaused({ node }: Consumer): boolean {
    return nodes[node]?.id === paused.id && world.now < paused.until;
  }

  function act(consumer: Consumer, sendShare: number): void {
    // As Maelstrom's clients, they give up after 5 s and do something else.
    if (consumer.waitsFor !== undefined && world.now - consumer.waitsFor.since < 5_000) return;
    const id = ++lastId;
    const key = keys[Math.floor(random() * keys.length)] ?? "0";
    if (random() < sendShare) {
      const send = { key, msg: ++sends };
      consumer.waitsFor = { id, since: world.now, send };
      nodes[consumer.node]?.deliver(consumer.address, { type: "send", msg_id: id, ...send });
    } else {
      consumer.waitsFor = { id, since: world.now };
      const offsets = Object.fromEntries(keys.map((each) => [each, consumer.position(each)]));
      nodes[consumer.node]?.deliver(consumer.address, { type: "poll", msg_id: id, offsets });
      const processed = Object.fromEntries(keys.map((each) => [each, consumer.position(each) - 1]));
      nodes[consumer.node]?.deliver(consumer.address, { type: "commit_offsets", offsets: processed });
    }
  }

  for (let elapsed = 0; elapsed < ordeal.mainMs; elapsed += 20) {
    if (ordeal.partitions && elapsed % 500 === 0) {
      const kind = drawPartition(random);
      partitions.set(kind, (partitions.get(kind) ?? 0) + 1);
      cut = cutOf(kind, random);
    }
    if (ordeal.pauses && elapsed % 1_000 === 0) {
      paused.id = nodes[Math.floor(random() * nodes.length)]?.id ?? "";
      paused.until = world.now + 500;
    }
    for (const consumer of consumers) if (random() < 0.3 && !isPaused(consumer)) act(consumer, 0.5);
    await world.advance(20);
  }
  cut = () => false;
  paused.until = 0;

  const healedAt = world.now;
  const isMissing = (consumer: Consumer): boolean =>
    [...acknowledged].some(([key, log]) => {
      const consumed = new Set(consumer.consumed.get(key)?.map(([offset]) => offset));
      return [...log.keys()].some((offset) => !consumed.has(offset));
    });
  while (consumers.some(isMissing) && world.now - healedAt < convergesWithin(ordeal)) {
    await world.advance(100);
    for (const consumer of consumers) act(consumer, 0);
  }
  const convergedMs = world.now - healedAt;

  for (const consumer of consumers.filter(isMissing))
    faults.push(`${dest(consumer)} never polled some that were acknowledged`);
  for (const [key, log] of acknowledged) faults.push(...disagreements(key, log, consumers));
  await world.advance(silentWithin(ordeal));
  const before = world.sent.length;
  await world.advance(10_000);
  // With losses a last word may have to be said again for long, but never without end.
  if (world.sent.length > before && ordeal.loss === 0) faults.push("nodes still talk when all is said");
  return { faults, sends, convergedMs, serverMessages: world.sent.filter(isServers).length, partitions };
}

/** All consumers must have read the same, and where a send was acknowledged, what was sent. */
function disagreements(
  key: string,
  log: ReadonlyMap<number, unknown>,
  consumers: readonly Consumer[],
): string[] {
  const faults: string[] = [];
  const longest = consumers.reduce<readonly [number, unknown][]>((best, { consumed }) => {
    const own = consumed.get(key) ?? [];
    return own.length > best.length ? own : best;
  }, []);
  for (const consumer of consumers) {
    const at = (consumer.consumed.get(key) ?? []).findIndex(
      ([offset, msg], index) => offset !== longest[index]?.[0] || msg !== longest[index]?.[1],
    );
    if (at >= 0)
      faults.push(`${dest(consumer)} has read another ${key} than others have, from entry ${at} on`);
  }
  for (const [offset, msg] of longest) {
    if (log.has(offset) && log.get(offset) !== msg)
      faults.push(`offset ${offset} of ${key} is not what was sent`);
  }
  return faults;
}

function dest({ address, node }: Consumer): string {
  return `${address} (of n${node})`;
}

function drawLatency({ latencyMs, distribution = "uniform" }: Ordeal, random: () => number): number {
  switch (distribution) {
    case "constant":
      return latencyMs / 2;
    case "uniform":
      return random() * latencyMs;
    case "exponential":
      return (-Math.log(1 - random()) * latencyMs) / 2;
  }
}

function drawPartition(random: () => number): PartitionKind {
  const drawn = random();
  return drawn < 0.3 ? "none" : drawn < 0.7 ? "two sides" : "one way";
}

/** Which messages a partition loses; on which side a node is, is drawn when it first says or is told something. */
function cutOf(kind: PartitionKind, random: () => number): (message: SentMessage) => boolean {
  if (kind === "none") return () => false;
  const sides = new Map<string, boolean>();
  const sideOf = (id: string): boolean => {
    const side = sides.get(id) ?? random() < 0.5;
    sides.set(id, side);
    return side;
  };
  const isCut =
    kind === "two sides" ? (a: boolean, b: boolean) => a !== b : (a: boolean, b: boolean) => a && !b;
  // As on Maelstrom, services are never cut off.
  return ({ src, dest }) => src.startsWith("n") && dest.startsWith("n") && isCut(sideOf(src), sideOf(dest));
}
