/**
 * A run of the counter in a bad world, from a seed: messages to and from seq-kv are lost, doubled, late and out of order, nodes crash
 * and start again, and clients add and read all the while. `judge` holds what came of it to the promises.
 */
import { attachService, type Service, seqKvInMemory } from "@gossip-glomers/kv-client/testing";
import { type SentMessage, TestNode, TestRuntime, World } from "@gossip-glomers/protocol/testing";
import { createServer } from "../src/server.ts";

export interface Trouble {
  readonly seed: number;
  readonly nodes: number;
  /** How many of the messages to and from seq-kv are lost, and of those to it how many come twice. */
  readonly lost: number;
  readonly doubled: number;
  /** The mean of an exponential distribution, cut at ten times as much. */
  readonly latencyMs: number;
  readonly lostStates: "clamped" | "wrapping";
  /** How many times some node crashes. */
  readonly crashes: number;
}

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
  /** One read of each node, ten seconds after the last add. */
  readonly finalReads: readonly number[];
  /** Messages of the last five of those ten seconds. */
  readonly messagesWhenQuiet: number;
  /** Adds that were acknowledged before they were in seq-kv. */
  readonly acknowledgedTooEarly: readonly Deed[];
}

const busyMs = 8_000;

export async function runTrial(trouble: Trouble): Promise<Trial> {
  const { seed, nodes: count, lost, doubled, latencyMs, lostStates, crashes } = trouble;
  const chance = new TestRuntime({ seed });
  const integer = (bound: number): number => Math.floor(chance.random() * bound);
  const ids = Array.from({ length: count }, (_, index) => `n${index}`);
  let isCalm = false;
  /** Until when a node that has just started again is told nothing: answers to its former life are under way. */
  const deafUntil = new Map<string, number>();
  const longestMs = 10 * latencyMs;
  const world = new World({
    latencyMs: () => Math.min(longestMs, -latencyMs * Math.log(1 - chance.random())),
    loses: ({ src, dest }) =>
      world.now < (deafUntil.get(dest) ?? 0) ||
      (!isCalm && (src === "seq-kv" || dest === "seq-kv") && chance.random() < lost),
  });

  const stored = new Map<string, number>();
  const store = remembering(
    seqKvInMemory((bound) => integer(bound), lostStates),
    stored,
  );
  attachService(world, "seq-kv", (src, request) => {
    const reply = store(src, request);
    return chance.random() < doubled && !isCalm ? store(src, request) : reply;
  });

  let lives = 0;
  const start = (id: string): TestNode => {
    lives += 1;
    const node = new TestNode(world, id, createServer(), seed * 1_000 + lives);
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
    // What of an error is definite, the protocol's own tests say: here, 11, 12, 22.
    deed.outcome =
      body.type === "error" ? ([11, 12, 22].includes(Number(body.code)) ? "never" : "unknown") : "ok";
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
    nodes.get(id)?.deliver("c1", { ...body, msg_id: deeds.length });
    return deed;
  };

  for (let n = 0; n < 300; n += 1) {
    world.clock.setTimer(busyMs * chance.random(), () => {
      ask(ids[integer(count)] ?? "n0", integer(3) === 0 ? integer(5) : undefined);
    });
  }
  for (let n = 0; n < crashes; n += 1) {
    world.clock.setTimer(busyMs * chance.random(), () => {
      const id = ids[integer(count)] ?? "n0";
      nodes.get(id)?.node.stop();
      nodes.set(id, start(id));
      deafUntil.set(id, world.now + 2 * longestMs);
    });
  }

  await world.advance(busyMs);
  isCalm = true;
  await world.advance(5_000);
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
  };
}

/** A store that also writes down the newest total of each key. */
function remembering(service: Service, totals: Map<string, number>): Service {
  return (src, request) => {
    const reply = service(src, request);
    const { to } = request;
    if (reply?.type === "cas_ok" && typeof to === "object" && to !== null && "total" in to) {
      totals.set(String(request.key), Number(to.total));
    }
    return reply;
  };
}

/** Every promise that was broken, in words; none in a good trial. */
export function judge({
  deeds,
  finalReads,
  messagesWhenQuiet,
  acknowledgedTooEarly,
}: Trial): readonly string[] {
  const broken: string[] = acknowledgedTooEarly.map(
    ({ node, askedAt }) => `the add of ${askedAt} on ${node} was acknowledged before it was in seq-kv`,
  );
  if (messagesWhenQuiet > 0)
    broken.push(`${messagesWhenQuiet} messages were sent when nobody asked anything`);
  const adds = deeds.filter(({ delta, outcome }) => delta !== undefined && outcome !== "never");
  const [least, most] = [
    sum(adds.filter(({ outcome }) => outcome === "ok").map(({ delta = 0 }) => delta)),
    sum(adds.map(({ delta = 0 }) => delta)),
  ];
  const [first] = finalReads;
  for (const value of finalReads) {
    if (!(value >= least && value <= most))
      broken.push(`a final read says ${value}, not ${least} to ${most}`);
    if (value !== first) broken.push(`final reads differ: ${finalReads.join(", ")}`);
  }
  for (const read of deeds) {
    if (read.delta !== undefined || read.outcome !== "ok") continue;
    const known = adds.filter(
      ({ outcome, answeredAt }) => outcome === "ok" && answeredAt < read.askedAt - 500,
    );
    const begun = adds.filter(({ askedAt }) => askedAt <= read.answeredAt);
    const low = sum(known.map(({ delta = 0 }) => delta));
    const high = sum(begun.map(({ delta = 0 }) => delta));
    if (!(read.value >= low && read.value <= high)) {
      broken.push(`a read of ${read.askedAt} ms on ${read.node} says ${read.value}, not ${low} to ${high}`);
    }
  }
  return broken;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
