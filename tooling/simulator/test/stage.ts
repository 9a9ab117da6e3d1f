/** A network with one client and one node on it, and everything that they do written down: the stage of host tests. */
import {
  type ExactJson,
  type ExactRecord,
  type NodeFault,
  printExactJson,
  type TraceEvent,
} from "@gossip-glomers/history";
import {
  type Clock,
  type Envelope,
  type Host,
  type HostedNode,
  Random,
  SimulatedNetwork,
} from "../src/index.ts";

/** Something that a host reported or the client received. */
export type Happening =
  | { readonly log: string }
  | { readonly fault: NodeFault }
  | { readonly from: string; readonly body: ExactJson };

export class Stage {
  readonly clock: Clock;
  readonly network: SimulatedNetwork;
  readonly trace: TraceEvent[] = [];
  readonly happenings: Happening[] = [];
  readonly #host: Host;
  #watchers: (() => void)[] = [];

  constructor(clock: Clock, host: Host) {
    this.clock = clock;
    this.#host = host;
    this.network = new SimulatedNetwork({
      clock,
      latency: { distribution: "constant", mean: 0 },
      random: Random.fromSeed(1),
      trace: { write: (event) => this.trace.push(event) },
    });
    this.attach("c0");
  }

  /** Adds a client; what it receives is a happening. */
  attach(client: string): void {
    this.network.attach(client, ({ src, body }: Envelope) => this.#happen({ from: src, body }));
  }

  /** Starts a node, without telling it its name. */
  start(name: string): Promise<HostedNode> {
    return this.#host.start(name, this.network, {
      log: (node, log) => this.#happen({ log: `${node}: ${log}` }),
      fault: (_, fault) => this.#happen({ fault }),
    });
  }

  /** Starts a node and has it initialised. */
  async startAndInit(name: string): Promise<HostedNode> {
    const node = await this.start(name);
    this.send(name, { type: "init", msg_id: 1, node_id: name, node_ids: [name] });
    await this.until((happening) => "from" in happening && happening.from === name);
    this.happenings.length = 0;
    return node;
  }

  send(dest: string, body: ExactRecord): void {
    this.network.send({ src: "c0", dest, body });
  }

  /** Lets time pass until something has happened; returns the first such thing, happened before or not. */
  until(isIt: (happening: Happening) => boolean): Promise<Happening> {
    const awaited = new Promise<Happening>((resolve) => {
      const look = () => {
        const found = this.happenings.find(isIt);
        if (found === undefined) this.#watchers.push(look);
        else resolve(found);
      };
      look();
    });
    return this.clock.run(awaited);
  }

  /** Lets time pass until the node has answered; everything that it did before is known then. */
  async roundTrip(node: string): Promise<void> {
    const value = `round trip ${this.happenings.length}`;
    this.send(node, { type: "echo", msg_id: 999, value });
    await this.until((happening) => "from" in happening && printExactJson(happening.body).includes(value));
  }

  get faults(): readonly NodeFault[] {
    return this.happenings.flatMap((happening) => ("fault" in happening ? [happening.fault] : []));
  }

  #happen(happening: Happening): void {
    this.happenings.push(happening);
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const look of watchers) look();
  }
}

/** The fault of the given kind, if it has happened. */
export function isFault(kind: NodeFault["fault"]): (happening: Happening) => boolean {
  return (happening) => "fault" in happening && happening.fault.fault === kind;
}
