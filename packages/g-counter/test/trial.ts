/**
 * A run of the counter in a bad world, from a seed: messages to and from seq-kv are lost, doubled, late and out of order, seq-kv answers
 * with errors, nodes are slow, stand still, are cut off from each other and from seq-kv, crash and start again, and clients
 * add and read all the while. `judge.ts` holds what came of it to the promises.
 */
import { attachService, type Service, seqKvInMemory } from "@gossip-glomers/kv-client/testing";
import { type SentMessage, TestNode, TestRuntime, World } from "@gossip-glomers/protocol/testing";
import type { LatencyDistribution, PartitionKind } from "@gossip-glomers/simulator";
import { createServer } from "../src/server.ts";
import { Faults } from "./faults.ts";

export interface Trouble {
  readonly seed: number;
  readonly nodes: number;
  /** From how many nodes on they refresh together. */
  readonly shareFrom: number;
  /** How many of the messages to and from seq-kv are lost, and of those to it how many come twice. */
  readonly lost: number;
  readonly doubled: number;
  readonly latency: LatencyDistribution;
  /** The mean; no message of the network is under way for more than ten times as long. */
  readonly latencyMs: number;
  readonly lostStates: "clamped" | "wrapping";
  /** How many of the requests to seq-kv are answered with an error, whether carried out or not. */
  readonly failing: number;
  /** Every second, another cut of this kind; and then none for the last two seconds. */
  readonly partition: PartitionKind | "none";
  /** How many times some node, or all of them, are cut off from seq-kv, and for how long. */
  readonly storeCuts: number;
  readonly storeCutMs: number;
  /** What of the messages between them is lost then. */
  readonly storeCut: StoreCut;
  /** How much longer seq-kv takes to answer, in the mean; distributed exponentially. Until the last operation. */
  readonly serviceMs: number;
  /** For how long from two seconds on seq-kv answers everything with errors that leave open what it has done. */
  readonly erringMs: number;
  /** Whether the clients of all nodes but the first only read. */
  readonly idle: boolean;
  /** How many adds of 1 come to the first node at once, two and a half seconds from the start. */
  readonly burst: number;
  /** How many nodes are slow: each message to or from them takes up to half a second longer. */
  readonly slow: number;
  /** How many times some node stands still, for up to two seconds. */
  readonly pauses: number;
  /** How many times some node crashes; it starts again at once or up to two seconds later. */
  readonly crashes: number;
}

export const storeCuts = ["both ways", "requests", "answers"] as const;
export type StoreCut = (typeof storeCuts)[number];

/** What a client did, and what came of it. */
export interface Deed {
  readonly node: string;
  /** The delta of an add; undefined for a read. */
  readonly delta: number | undefined;
  readonly askedAt: number;
  outcome: "ok" | "never" | "unknown";
  answeredAt: number;
  value: number;
}

export interface Trial {
  readonly deeds: readonly Deed[];
  /** One read of each node, twenty seconds after the last add. */
  readonly finalReads: readonly number[];
  /** Messages of the last five of those twenty seconds. */
  readonly messagesWhenQuiet: number;
  /** Adds that were acknowledged before they were in seq-kv. */
  readonly acknowledgedTooEarly: readonly Deed[];
  /** Messages from node to node: as long as there are none, no partition can matter. */
  readonly messagesBetweenNodes: number;
  readonly tally: Tally;
}

/** What happened in a trial, so that a sweep can say what it has tried. */
export interface Tally {
  readonly messages: number;
  readonly lost: number;
  readonly doubled: number;
  readonly failed: number;
  readonly rounds: number;
}

const busyMs = 8_000;

export async function runTrial(trouble: Trouble): Promise<Trial> {
  const { seed, nodes: count, shareFrom, lostStates, crashes, pauses, storeCuts } = trouble;
  const chance = new TestRuntime({ seed });
  const integer = (bound: number): number => Math.floor(chance.random() * bound);
  const ids = Array.from({ length: count }, (_, index) => `n${index}`);
  const faults = new Faults(trouble, ids, () => world.now);
  const world: World = new World({
    latencyMs: (message) => faults.latencyOf(message),
    loses: (message) => faults.loses(message),
  });

  const stored = new Map<string, number>();
  const tally = { rounds: 0 };
  const store = remembering(seqKvInMemory(integer, lostStates), stored, () => {
    tally.rounds += 1;
  });
  attachService(world, "seq-kv", (src, request) => {
    const failure = faults.drawFailure();
    if (failure !== undefined) {
      if (failure.isDone) store(src, request);
      return { type: "error", code: failure.code, text: "as the trial has it" };
    }
    const copy = faults.drawCopy();
    if (copy === undefined) return store(src, request);
    // One copy of two is answered: at once the second, or the first, and the second comes any time later.
    if (copy === 0) store(src, request);
    else world.clock.setTimer(copy, () => store(src, request));
    return store(src, request);
  });

  let lives = 0;
  const start = (id: string): TestNode => {
    lives += 1;
    const node = new TestNode(world, id, createServer({ shareFrom }), seed * 1_000 + lives);
    world.attach(id, (message) => faults.whenAwake(id, world.clock, () => node.node.receive(message)));
    node.deliver("c0", { type: "init", msg_id: 1, node_id: id, node_ids: ids });
    return node;
  };
  const nodes = new Map(ids.map((id) => [id, start(id)]));

  const deeds: Deed[] = [];
  const waiting = new Map<number, Deed>();
  const acknowledgedTooEarly: Deed[] = [];
  let acknowledged = 0;
  world.attach("c1", ({ body }: SentMessage) => {
    const deed = waiting.get(Number(body.in_reply_to));
    if (deed === undefined) return;
    waiting.delete(Number(body.in_reply_to));
    deed.answeredAt = world.now;
    // What of an error is definite, the protocol's own tests say: here, 11, 12, 14, 22.
    deed.outcome =
      body.type === "error" ? ([11, 12, 14, 22].includes(Number(body.code)) ? "never" : "unknown") : "ok";
    deed.value = Number(body.value);
    if (deed.outcome === "ok" && deed.delta !== undefined) {
      acknowledged += deed.delta;
      if (sum(stored.values()) < acknowledged) acknowledgedTooEarly.push(deed);
    }
  });
  const ask = (id: string, delta: number | undefined): Deed => {
    const deed: Deed = {
      node: id,
      delta,
      askedAt: world.now,
      outcome: "unknown",
      answeredAt: Number.POSITIVE_INFINITY,
      value: Number.NaN,
    };
    const body = delta === undefined ? { type: "read" } : { type: "add", delta };
    waiting.set(deeds.push(deed), deed);
    const msgId = deeds.length;
    faults.whenAwake(id, world.clock, () => nodes.get(id)?.deliver("c1", { ...body, msg_id: msgId }));
    return deed;
  };

  for (let n = 0; n < 300; n += 1) {
    world.clock.setTimer(busyMs * chance.random(), () => {
      const id = ids[integer(count)] ?? "n0";
      const delta = integer(3) === 0 ? integer(5) : undefined;
      ask(id, trouble.idle && id !== "n0" ? undefined : delta);
    });
  }
  world.clock.setTimer(2_500, () => {
    for (let n = 0; n < trouble.burst; n += 1) ask("n0", 1);
  });
  for (let n = 0; n < crashes; n += 1) {
    world.clock.setTimer(busyMs * chance.random(), () => {
      const id = ids[integer(count)] ?? "n0";
      nodes.get(id)?.node.stop();
      world.attach(id, () => {});
      const restMs = integer(2) * 2_000 * chance.random();
      world.clock.setTimer(restMs, () => {
        // It may have crashed again meanwhile, and have been started since.
        nodes.get(id)?.node.stop();
        nodes.set(id, start(id));
      });
    });
  }
  for (let n = 0; n < pauses; n += 1) {
    world.clock.setTimer(busyMs * chance.random(), () =>
      faults.pause(ids[integer(count)] ?? "n0", 2_000 * chance.random()),
    );
  }
  for (let n = 0; n < storeCuts; n += 1) {
    world.clock.setTimer((busyMs / 2) * chance.random(), () => faults.cutOff(ids[integer(count)] ?? "n0"));
  }
  for (let at = 0; at < busyMs - 2_000; at += 1_000) world.clock.setTimer(at, () => faults.cut());
  world.clock.setTimer(busyMs - 2_000, () => faults.heal());

  await world.advance(busyMs);
  faults.calm();
  // The last cut from seq-kv ends 6 s after the last operation; and what was asked last may take a slow node two refreshes, each
  // with some retries.
  await world.advance(15_000);
  const before = world.sent.length;
  await world.advance(5_000);
  const messagesWhenQuiet = world.sent.length - before;
  const last = ids.map((id) => ask(id, undefined));
  await world.advance(10_000);
  return {
    deeds: deeds.slice(0, -count),
    finalReads: last.map(({ value }) => value),
    messagesWhenQuiet,
    acknowledgedTooEarly,
    messagesBetweenNodes: world.sent.filter(({ src, dest }) => src.startsWith("n") && dest.startsWith("n"))
      .length,
    tally: {
      ...tally,
      messages: world.sent.length,
      lost: faults.lost,
      doubled: faults.doubled,
      failed: faults.failed,
    },
  };
}

/** A store that also writes down the newest total of each key, and calls `onRound` when a round is published. */
function remembering(service: Service, totals: Map<string, number>, onRound: () => void): Service {
  return (src, request) => {
    const reply = service(src, request);
    const { to } = request;
    if (reply?.type === "cas_ok" && typeof to === "object" && to !== null && "total" in to) {
      totals.set(String(request.key), Number(to.total));
    }
    if (
      reply?.type === "cas_ok" &&
      typeof to === "object" &&
      to !== null &&
      "done" in to &&
      to.done === to.begun
    ) {
      onRound();
    }
    return reply;
  };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
