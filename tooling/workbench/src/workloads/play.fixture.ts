/** Runs a workload against nodes in this process, in virtual time: for the tests of the workloads. */
import type { Operation, TraceEvent } from "@gossip-glomers/history";
import type { Node } from "@gossip-glomers/protocol";
import {
  attachServices,
  InProcessHost,
  Random,
  runTest,
  SimulatedNetwork,
  seconds,
  VirtualClock,
  type Workload,
} from "@gossip-glomers/simulator";

export interface Scene {
  /** Gives a node its handlers. */
  readonly server: (node: Node) => void;
  readonly nodes?: number;
  /** Client threads; as many as nodes if not given. */
  readonly concurrency?: number;
  readonly rate?: number;
  readonly seconds?: number;
  /** Mean latency between nodes, exponential, in milliseconds. */
  readonly latency?: number;
  readonly partitions?: boolean;
  readonly seed?: number;
}

export interface Played {
  readonly history: readonly Operation[];
  readonly events: readonly TraceEvent[];
}

export async function play(workload: Workload, scene: Scene): Promise<Played> {
  const count = scene.nodes ?? 3;
  const nodes = Array.from({ length: count }, (_, index) => `n${index}`);
  const clock = new VirtualClock();
  const random = Random.fromSeed(scene.seed ?? 1);
  const events: TraceEvent[] = [];
  const trace = { write: (event: TraceEvent) => events.push(event) };
  const network = new SimulatedNetwork({
    clock,
    latency: { distribution: "exponential", mean: scene.latency ?? 0 },
    random: random.split("latency"),
    trace,
  });
  attachServices({ network, random: random.split("services"), warn: () => {} });
  const { history } = await runTest({
    workload,
    nodes,
    concurrency: scene.concurrency ?? count,
    rate: scene.rate ?? 50,
    timeLimit: seconds(scene.seconds ?? 10),
    ...(scene.partitions ? { partitions: { interval: seconds(2) } } : {}),
    clock,
    network,
    host: new InProcessHost({ clock, equip: scene.server, random: random.split("nodes"), logLevel: "error" }),
    random,
    trace,
  });
  return { history, events };
}

/** The invocations of a function, without those of a final phase. */
export function invocations(history: readonly Operation[], f: string): readonly Operation[] {
  return history.filter((op) => op.type === "invoke" && op.f === f && op.final !== true);
}

/** Bodies of the messages that a client sent to a node, of one type. */
export function requests(events: readonly TraceEvent[], type: string): readonly unknown[] {
  return events.flatMap((event) => {
    if (event.kind !== "send" || !event.src.startsWith("c")) return [];
    const { body } = event;
    return typeof body === "object" && body !== null && "type" in body && body.type === type ? [body] : [];
  });
}
