/** Nodes inside the simulator: what makes a run of a whole challenge take milliseconds, and a replay exact. */
import { roundedJson } from "@gossip-glomers/history";
import { type LogLevel, Node } from "@gossip-glomers/protocol";
import type { Clock } from "../../clock/clock.ts";
import type { Envelope, Network } from "../../network/network.ts";
import type { Random } from "../../random/random.ts";
import { FaultReporter } from "../fault-reporter.ts";
import type { Host, HostEvents, HostedNode } from "../host.ts";
import { forbidGlobals } from "./forbidden-globals.ts";
import { Gate } from "./gate.ts";
import { onBehalfOf } from "./node-context.ts";
import { SimulatedRuntime } from "./simulated-runtime.ts";

/** 1 January 2026, 00:00 UTC, a day on which every simulated run begins. */
const DAY_BEGAN_AT = 1_767_225_600_000;
const DAY_MS = 86_400_000;

export interface InProcessHostOptions {
  /** Gives a new node its handlers: the server of a challenge. */
  readonly equip: (node: Node) => void;
  readonly clock: Clock;
  /** Split into one stream for each node, and one for the time of day. */
  readonly random: Random;
  /** The least urgent level that nodes log; the protocol's own choice if not given. */
  readonly logLevel?: LogLevel;
  /** Stop reading a node after a fault, as Maelstrom does, where we would read on. */
  readonly muteOnFault?: boolean;
}

export class InProcessHost implements Host {
  readonly #options: InProcessHostOptions;
  /**
   * Drawn, since nodes may go by it: a broadcast that has a round whenever the clock shows a multiple of some seconds
   * has one round more or less by the hour at which it begins, and if all began at midnight, no seed would ever show it.
   */
  readonly #beganAt: number;
  readonly #starts = new Map<string, number>();

  constructor(options: InProcessHostOptions) {
    this.#options = options;
    this.#beganAt = DAY_BEGAN_AT + options.random.split("time of day").integer(DAY_MS);
  }

  async start(name: string, network: Network, events: HostEvents): Promise<HostedNode> {
    const { equip, clock, logLevel, muteOnFault = false } = this.#options;
    const faults = new FaultReporter(name, events, muteOnFault);
    const random = this.#randomOf(name);
    const gate = new Gate(clock);
    const beganAt = this.#beganAt;
    const runtime = new SimulatedRuntime({ name, clock, beganAt, gate, network, random, events, faults });
    // In real time a node that looks at the clock sees the right one.
    const allowGlobals = clock.kind === "virtual" ? forbidGlobals() : () => {};
    try {
      const node = onBehalfOf(name, () => {
        const made = new Node(runtime, logLevel === undefined ? {} : { logLevel });
        equip(made);
        return made;
      });
      const hosted = new InProcessNode(name, node, runtime, gate, {
        resumed: () => faults.excuseLateReplies(clock),
        killed: () => {
          network.detach(name);
          faults.finish();
          allowGlobals();
        },
      });
      network.attach(name, (message) => hosted.deliver(message));
      return hosted;
    } catch (error) {
      allowGlobals();
      throw error;
    }
  }

  /** A node that is started again draws other numbers, as a new process would; the same ones would repeat its ids. */
  #randomOf(name: string): Random {
    const start = (this.#starts.get(name) ?? 0) + 1;
    this.#starts.set(name, start);
    return this.#options.random.split(name).split(`start ${start}`);
  }
}

/** What others do when something happens to a node. */
interface Consequences {
  resumed(): void;
  killed(): void;
}

class InProcessNode implements HostedNode {
  readonly name: string;
  readonly #node: Node;
  readonly #runtime: SimulatedRuntime;
  readonly #gate: Gate;
  readonly #consequences: Consequences;
  #isKilled = false;

  constructor(name: string, node: Node, runtime: SimulatedRuntime, gate: Gate, consequences: Consequences) {
    this.name = name;
    this.#node = node;
    this.#runtime = runtime;
    this.#gate = gate;
    this.#consequences = consequences;
  }

  deliver(message: Envelope): void {
    this.#gate.pass(() => this.#receive(message));
  }

  #receive({ id, src, dest, body }: Envelope): void {
    if (this.#isKilled) return;
    onBehalfOf(this.name, () => this.#node.receive({ id, src, dest, body: roundedJson(body) }));
  }

  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    if (!this.#gate.isClosed) return;
    this.#consequences.resumed();
    this.#gate.open();
  }

  async kill(): Promise<void> {
    if (this.#isKilled) return;
    this.#isKilled = true;
    // First its world, then the node: a killed process has no time for last words.
    this.#runtime.stop();
    onBehalfOf(this.name, () => this.#node.stop());
    this.#consequences.killed();
  }
}
