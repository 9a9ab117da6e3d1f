/**
 * Clients that send and poll while the network does its worst, and what must be true of all that they were told.
 *
 * Not Maelstrom's checker, but the promise itself: the log of a key is one sequence, and every consumer reads it from its
 * beginning, without a gap, an inversion or a repetition, up to everything that was acknowledged. Runs in virtual time,
 * from a seed. Used by `ordeal.test.ts` with a few dozen seeds and by `bench/sweep.ts` with as many as one likes.
 */
import { attachService, linKvInMemory } from "@gossip-glomers/kv-client/testing";
import { cluster, type SentMessage } from "@gossip-glomers/protocol/testing";
import { createServer } from "../src/server.ts";
import { convergesWithin, passesCutWithin, silentWithin } from "./bounds.ts";
import { chance } from "./chance.ts";
import {
  type Cut,
  cutOf,
  drawLatency,
  drawPartition,
  linkCut,
  type Ordeal,
  type PartitionKind,
} from "./circumstances.ts";
import { Consumer, disagreements, type Entry, keys, type Sent } from "./consumer.ts";
import { failing, isDefinite } from "./lin-kv-faults.ts";

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

export async function undergo(ordeal: Ordeal): Promise<Outcome> {
  const random = chance(ordeal.seed);
  let cut: Cut = () => false;
  const { cutLink = "none", serviceMs = 0 } = ordeal;
  let lastingCut: Cut = cutLink === "none" ? () => false : linkCut("n0", "n1", cutLink === "both ways");
  let isFailing = false;
  const isServers = ({ src, dest }: SentMessage): boolean => !src.startsWith("c") && !dest.startsWith("c");
  const paused = { id: "", until: 0 };
  const latency = ({ src, dest }: SentMessage): number =>
    drawLatency(ordeal, random) +
    (src === "n0" || dest === "n0" ? (ordeal.slowMs ?? 0) : 0) +
    (src === "lin-kv" && serviceMs > 0 ? -Math.log(1 - random()) * serviceMs : 0) +
    // What it says reaches the others only when it moves again, and what is said to it must wait for that, too.
    (src === paused.id || dest === paused.id ? Math.max(0, paused.until - world.now) : 0);
  const { world, nodes } = await cluster(createServer(ordeal.options), {
    nodes: ordeal.nodes,
    seed: ordeal.seed,
    latencyMs: (message) => latency(message),
    loses: (message) => isServers(message) && (cut(message) || lastingCut(message) || random() < ordeal.loss),
  });
  const service = linKvInMemory();
  attachService(world, "lin-kv", (src, request) =>
    isFailing ? failing(() => service(src, request), random) : service(src, request),
  );
  for (const { id, node } of nodes) {
    world.attach(id, (message) => {
      node.receive(message);
      if (!isServers(message) || random() >= ordeal.duplication) return;
      world.clock.setTimer(random() * 1_000, () => node.receive(message));
    });
  }

  const faults: string[] = [];
  const acknowledged = new Map<string, Map<number, unknown>>(keys.map((key) => [key, new Map()]));
  const refused = new Set<unknown>();
  const mustPassCut = new Map<string, number[]>(keys.map((key) => [key, []]));
  const partitions = new Map<PartitionKind, number>();
  const passesCutUntil = world.now + ordeal.mainMs - passesCutWithin(ordeal);
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
    if (body.type === "poll_ok")
      faults.push(...consumer.consume(body.msgs as Readonly<Record<string, readonly Entry[]>>));
    if (send === undefined) return;
    if (body.type === "error" && isDefinite(Number(body.code))) refused.add(send.msg);
    if (body.type !== "send_ok") return;
    const offset = Number(body.offset);
    acknowledge(send, offset);
    if (offset <= (consumer.lastSent.get(send.key) ?? -1))
      faults.push(`${consumer.name} got a lower offset, ${offset}, than before`);
    consumer.lastSent.set(send.key, offset);
  }

  function acknowledge({ key, msg }: Sent, offset: number): void {
    const log = acknowledged.get(key);
    if (log?.has(offset)) faults.push(`two sends to ${key} got offset ${offset}`);
    log?.set(offset, msg);
    if (world.now <= passesCutUntil) mustPassCut.get(key)?.push(offset);
  }

  /** Sends the first node more than fits into a page, all at once. */
  function pileUp(count: number): void {
    const onTheirWay = new Map<unknown, Sent>();
    world.attach("c0", ({ body }) => {
      const send = onTheirWay.get(body.in_reply_to);
      if (send === undefined) return;
      if (body.type === "send_ok") acknowledge(send, Number(body.offset));
      else if (isDefinite(Number(body.code))) refused.add(send.msg);
    });
    for (let n = 0; n < count; n += 1) {
      const id = ++lastId;
      const send = { key: keys[n % keys.length] ?? "0", msg: ++sends };
      onTheirWay.set(id, send);
      nodes[0]?.deliver("c0", { type: "send", msg_id: id, ...send });
    }
  }

  /** Now and then a long one. */
  function nextMessage(): string | number {
    sends += 1;
    if (ordeal.long !== true || random() >= 0.03) return sends;
    return `${sends}${".".repeat(random() * 200_000)}`;
  }

  function isPaused({ node }: Consumer): boolean {
    return nodes[node]?.id === paused.id && world.now < paused.until;
  }

  function act(consumer: Consumer, sendShare: number): void {
    // As Maelstrom's clients, they give up after 5 s and do something else.
    if (consumer.waitsFor !== undefined) {
      if (world.now - consumer.waitsFor.since < 5_000) return;
      faults.push(`${consumer.name} had no answer within 5 s`);
    }
    const id = ++lastId;
    const key = keys[Math.floor(random() * keys.length)] ?? "0";
    if (random() < sendShare) {
      const send = { key, msg: nextMessage() };
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
    isFailing = elapsed >= 500 && elapsed < 500 + (ordeal.failingMs ?? 0);
    if (ordeal.partitions && elapsed % 500 === 0) {
      const kind = drawPartition(random);
      partitions.set(kind, (partitions.get(kind) ?? 0) + 1);
      cut = cutOf(kind, nodes.length, random);
    }
    if (ordeal.pauses && elapsed % 1_000 === 0) {
      paused.id = nodes[Math.floor(random() * nodes.length)]?.id ?? "";
      paused.until = world.now + 500;
    }
    if (ordeal.backlog !== undefined && elapsed === 500) {
      cut = ({ src, dest }) => [src, dest].includes("n0") && [src, dest].every((id) => id.startsWith("n"));
      pileUp(ordeal.backlog);
    } else if (ordeal.backlog !== undefined && elapsed === 1_000 && !ordeal.partitions) cut = () => false;
    for (const consumer of consumers) {
      const sendShare = ordeal.idle === true && consumer.node > 0 ? 0 : 0.5;
      if (random() < 0.3 && !isPaused(consumer)) act(consumer, sendShare);
    }
    await world.advance(20);
  }
  for (const consumer of consumers)
    if (!consumer.hasRead(mustPassCut))
      faults.push(`${consumer.name} had not read what was sent long ago, though others could pass it on`);
  cut = () => false;
  lastingCut = cut;
  isFailing = false;
  paused.until = 0;

  const healedAt = world.now;
  const isMissing = (consumer: Consumer): boolean =>
    !consumer.hasRead([...acknowledged].map(([key, log]) => [key, log.keys()]));
  while (consumers.some(isMissing) && world.now - healedAt < convergesWithin(ordeal)) {
    await world.advance(100);
    for (const consumer of consumers) act(consumer, 0);
  }
  const convergedMs = world.now - healedAt;

  for (const consumer of consumers.filter(isMissing))
    faults.push(`${consumer.name} never polled some that were acknowledged`);
  for (const [key, log] of acknowledged) faults.push(...disagreements(key, log, consumers, refused));
  await world.advance(silentWithin(ordeal));
  const before = world.sent.length;
  await world.advance(10_000);
  // With losses a last word may have to be said again for long, but never without end.
  if (world.sent.length > before && ordeal.loss === 0) faults.push("nodes still talk when all is said");
  return { faults, sends, convergedMs, serverMessages: world.sent.filter(isServers).length, partitions };
}
