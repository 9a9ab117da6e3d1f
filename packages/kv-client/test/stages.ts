/** The services in two makes, ours in memory and the simulator's, behind the same world of the protocol's test kit. */
import { type ExactJson, printExactJson, readExactJson } from "@gossip-glomers/history";
import { type Cluster, type ClusterOptions, cluster, type World } from "@gossip-glomers/protocol/testing";
import {
  attachServices as attachSimulatedServices,
  type Envelope,
  type LostStates,
  type Outgoing,
  Random,
  SimulatedNetwork,
  VirtualClock,
} from "@gossip-glomers/simulator";
import { attachServices } from "../src/testing/index.ts";

/** Attaches all four services to a world. */
export type Make = (world: World, options: { seed: number; lostStates: LostStates }) => void;

/** Both makes by name. What holds for the clients has to hold with either. */
export const makes: readonly (readonly [name: string, make: Make])[] = [
  ["in memory", attachServices],
  ["of the simulator", attachSimulated],
];

export function attachSimulated(
  world: World,
  { seed, lostStates }: { seed: number; lostStates: LostStates },
): void {
  const network = new NetworkOfWorld(world);
  attachSimulatedServices({ network, random: Random.fromSeed(seed), lostStates, warn: () => {} });
}

/** The simulator's network, of which a world takes over the carrying. */
class NetworkOfWorld extends SimulatedNetwork {
  readonly #world: World;

  constructor(world: World) {
    super({
      clock: new VirtualClock(),
      latency: { distribution: "constant", mean: 0 },
      random: Random.fromSeed(0),
      trace: { write: () => {} },
    });
    this.#world = world;
  }

  override attach(address: string, receive: (message: Envelope) => void): void {
    this.#world.attach(address, ({ src, dest, body }) => receive({ id: 0, src, dest, body: exact(body) }));
  }

  override send({ src, dest, body }: Outgoing): number {
    this.#world.send({ src, dest, body: JSON.parse(printExactJson(body)) });
    return 0;
  }
}

/** A body as the simulator has it. */
function exact(body: unknown): ExactJson {
  return readExactJson(JSON.stringify(body));
}

export interface Stage extends Cluster {
  /** What a promise comes to, with as much time passing as that takes; rejects if it takes more than a minute. */
  outcome<T>(promise: Promise<T>): Promise<T>;
}

export interface StageOptions extends ClusterOptions {
  readonly seed?: number;
  readonly lostStates?: LostStates;
}

/** Nodes without handlers, and services. */
export async function stage(make: Make, options: StageOptions = {}): Promise<Stage> {
  const nodes = await cluster(() => {}, options);
  const { seed = 0, lostStates = "wrapping" } = options;
  make(nodes.world, { seed, lostStates });
  return { ...nodes, outcome: (promise) => outcomeIn(nodes.world, promise) };
}

async function outcomeIn<T>(world: World, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise.then(settle, settle);
  if (await world.advanceUntil(() => isSettled, 60_000)) return promise;
  throw new Error("the promise has not settled within a minute");
}
