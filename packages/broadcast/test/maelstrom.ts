/**
 * A cluster of 25 servers on Maelstrom's network, in virtual time, as in 3d and 3e, with somebody who asks them. Unlike in
 * `swarm.ts`, a request waits behind the message that is under way to its node (MAELSTROM.md section 5).
 */
import {
  type Envelope,
  type Grudge,
  type HostedNode,
  InProcessHost,
  milliseconds,
  Random,
  SimulatedNetwork,
  VirtualClock,
} from "@gossip-glomers/simulator";
import type { ProfileName } from "../src/profile.ts";
import { createServer } from "../src/server.ts";

const client = "c0";

type Body = Envelope["body"];

export class Maelstrom {
  readonly nodeIds: readonly string[] = Array.from({ length: 25 }, (_, index) => `n${index}`);
  readonly #clock = new VirtualClock();
  readonly #network: SimulatedNetwork;
  readonly #host: InProcessHost;
  readonly #nodes = new Map<string, HostedNode>();
  readonly #waiting = new Map<number, (body: Body) => void>();
  #lastId = 0;

  constructor(profile: ProfileName, seed: number) {
    const random = Random.fromSeed(seed).split("maelstrom");
    this.#network = new SimulatedNetwork({
      clock: this.#clock,
      latency: { distribution: "constant", mean: 100 },
      random: random.split("latency"),
      trace: { write() {} },
    });
    this.#host = new InProcessHost({
      equip: createServer({ profile }),
      clock: this.#clock,
      random: random.split("nodes"),
      logLevel: "error",
    });
  }

  /** Milliseconds since the start. */
  get now(): number {
    return this.#clock.now() / 1e6;
  }

  /** Starts the nodes, lets happen what has been planned until `endMs`, and kills them. */
  async run(endMs: number): Promise<void> {
    await this.#clock.run(this.#play(endMs));
  }

  /** Has something happen at a time, in milliseconds since the start. */
  at(ms: number, event: () => void): void {
    this.#clock.schedule(milliseconds(ms), event);
  }

  give(node: string, value: number, onAcknowledged: () => void): void {
    this.#ask(node, { type: "broadcast", message: value }, onAcknowledged);
  }

  read(node: string, onAnswer: (values: readonly unknown[]) => void): void {
    this.#ask(node, { type: "read" }, (body) => onAnswer(valuesIn(body)));
  }

  cut(grudge: Grudge): void {
    for (const [receiver, sources] of grudge) this.#network.cut(receiver, sources);
  }

  pause(node: string): void {
    this.#nodes.get(node)?.pause();
  }

  async kill(node: string): Promise<void> {
    this.#network.takeDown(node);
    await this.#nodes.get(node)?.kill();
  }

  async #play(endMs: number): Promise<void> {
    const events = {
      log(node: string, line: string): never {
        throw new Error(`${node}: ${line}`);
      },
      fault(node: string, { fault }: { readonly fault: string }): never {
        throw new Error(`${node}: ${fault}`);
      },
    };
    for (const id of this.nodeIds) this.#nodes.set(id, await this.#host.start(id, this.#network, events));
    this.#network.attach(client, ({ body }) => this.#hear(body));
    for (const id of this.nodeIds) this.#ask(id, { type: "init", node_id: id, node_ids: this.nodeIds });
    await new Promise<void>((resolve) => this.at(endMs, resolve));
    for (const node of this.#nodes.values()) await node.kill();
  }

  #ask(node: string, body: { readonly [key: string]: Body }, onReply: (body: Body) => void = () => {}): void {
    this.#lastId += 1;
    this.#waiting.set(this.#lastId, onReply);
    this.#network.send({ src: client, dest: node, body: { ...body, msg_id: this.#lastId } });
  }

  #hear(body: Body): void {
    const id = Number(fieldOf(body, "in_reply_to"));
    const onReply = this.#waiting.get(id);
    if (onReply === undefined || fieldOf(body, "type") === "error")
      throw new Error(`this is no answer: ${JSON.stringify(body)}`);
    this.#waiting.delete(id);
    onReply(body);
  }
}

function valuesIn(body: Body): readonly unknown[] {
  const values = fieldOf(body, "messages");
  if (!Array.isArray(values)) throw new Error(`these are no values: ${JSON.stringify(values)}`);
  return values;
}

function fieldOf(body: Body, field: string): unknown {
  return Object.getOwnPropertyDescriptor(Object(body), field)?.value;
}
