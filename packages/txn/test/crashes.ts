/**
 * Nodes that crash one after the other, by a script: a nemesis draws its victims anew each time, so of many nodes hardly ever
 * two that are neighbours. Each loses its memory and starts again under its name a moment later.
 */
import {
  type Clock,
  type Host,
  type HostEvents,
  type HostedNode,
  milliseconds,
  type Network,
} from "@gossip-glomers/simulator";

export interface Crash {
  readonly node: string;
  /** In milliseconds since the beginning of the run. */
  readonly atMs: number;
  /** How long the node is down, in milliseconds. */
  readonly downMs: number;
}

/** A crash that happened. */
export interface Death {
  readonly node: string;
  /** In nanoseconds. */
  readonly time: number;
}

export class CrashingHost implements Host {
  readonly deaths: Death[] = [];
  readonly #host: Host;
  readonly #clock: Clock;
  readonly #nodes: readonly string[];
  readonly #crashes: readonly Crash[];
  readonly #current = new Map<string, CrashingNode>();
  #restarts = 0;

  constructor(host: Host, clock: Clock, nodes: readonly string[], crashes: readonly Crash[]) {
    this.#host = host;
    this.#clock = clock;
    this.#nodes = nodes;
    this.#crashes = crashes;
  }

  async start(node: string, network: Network, events: HostEvents): Promise<HostedNode> {
    const isFirst = !this.#current.has(node);
    const started = new CrashingNode(await this.#host.start(node, network, events));
    this.#current.set(node, started);
    if (isFirst) {
      for (const { atMs, downMs } of this.#crashes.filter((crash) => crash.node === node)) {
        this.#clock.schedule(milliseconds(atMs), () => void this.#crash(node, downMs, network, events));
      }
    }
    return started;
  }

  async #crash(node: string, downMs: number, network: Network, events: HostEvents): Promise<void> {
    const victim = this.#current.get(node);
    // The nemesis has it.
    if (victim === undefined || victim.isDown) return;
    this.deaths.push({ node, time: this.#clock.now() });
    network.takeDown(node);
    await victim.crash();
    this.#clock.schedule(this.#clock.now() + milliseconds(downMs), () => {
      if (!victim.isKilled) void this.#startAgain(victim, network, events);
    });
  }

  async #startAgain(victim: CrashingNode, network: Network, events: HostEvents): Promise<void> {
    await victim.startAgain(() => this.#host.start(victim.name, network, events));
    // Other than those that the run names.
    const client = `c9${String(this.#restarts++).padStart(6, "0")}`;
    network.attach(client, () => network.detach(client));
    const body = { type: "init", msg_id: 1, node_id: victim.name, node_ids: this.#nodes };
    network.send({ src: client, dest: victim.name, body });
  }
}

/** For the rest of the run it is one node, whatever life it is in. */
class CrashingNode implements HostedNode {
  #life: HostedNode;
  #isDown = false;
  #isKilled = false;

  constructor(life: HostedNode) {
    this.#life = life;
  }

  get name(): string {
    return this.#life.name;
  }

  get isDown(): boolean {
    return this.#isDown || this.#isKilled;
  }

  get isKilled(): boolean {
    return this.#isKilled;
  }

  deliver(message: Parameters<HostedNode["deliver"]>[0]): void {
    this.#life.deliver(message);
  }

  pause(): void {
    this.#life.pause();
  }

  resume(): void {
    this.#life.resume();
  }

  kill(): Promise<void> {
    this.#isKilled = true;
    return this.#life.kill();
  }

  crash(): Promise<void> {
    this.#isDown = true;
    return this.#life.kill();
  }

  async startAgain(start: () => Promise<HostedNode>): Promise<void> {
    this.#life = await start();
    this.#isDown = false;
  }
}
