/**
 * The nodes of a test from their start to their end, and what must happen before the first operation
 * (MAELSTROM.md section 2).
 */
import { RpcTimeout } from "../client/errors.ts";
import { NetworkClient } from "../client/network-client.ts";
import { seconds } from "../generator/duration.ts";
import type { Host, HostedNode } from "../host/host.ts";
import { type ClientSource, type OpenClient, openClient } from "./client-threads.ts";
import { describeExit, initAdvice, SetupError } from "./setup-error.ts";
import type { Witness } from "./witness.ts";

const INIT_TIMEOUT = seconds(10);

export class Cluster {
  readonly #source: ClientSource;
  readonly #host: Host;
  readonly #witness: Witness;
  #starting: readonly Promise<HostedNode>[] = [];
  readonly #clients = new Set<{ close(): void }>();

  constructor(source: ClientSource, host: Host, witness: Witness) {
    this.#source = source;
    this.#host = host;
    this.#witness = witness;
  }

  /** Starts all nodes. None is initialised before all are there, or it could write to one that does not exist yet. */
  async start(): Promise<void> {
    const { nodes, network } = this.#source;
    this.#starting = nodes.map((node) => this.#host.start(node, network, this.#witness));
    await Promise.all(this.#starting);
  }

  /**
   * Tells every node who it is. That is the first message that each gets, and nothing else is asked meanwhile.
   * @throws {SetupError} a node answered anything but `init_ok`, or nothing within 10 s, or exited.
   */
  async initialise(): Promise<void> {
    await Promise.all(this.#source.nodes.map((node) => this.#initialise(node)));
  }

  /**
   * Opens one client for each node and lets it do what the workload needs there. They stay open to the end, as
   * Maelstrom's do.
   * @throws {SetupError} one of them failed.
   */
  async setUpClients(): Promise<void> {
    const clients = this.#source.nodes.map((node) => openClient(this.#source, node));
    for (const client of clients) this.#clients.add(client.network);
    await Promise.all(clients.map((client) => this.#setUp(client)));
  }

  /** Closes the clients and kills the nodes; returns what is wrong with the nodes that could not be killed. */
  async end(): Promise<readonly string[]> {
    for (const client of this.#clients) client.close();
    const started = await Promise.allSettled(this.#starting);
    const killed = started.map(async (node) => {
      if (node.status === "fulfilled") await node.value.kill();
    });
    const results = await Promise.allSettled(killed);
    return results.flatMap((result, i) =>
      result.status === "rejected" ? [`${this.#source.nodes[i]} could not be killed: ${result.reason}`] : [],
    );
  }

  async #initialise(node: string): Promise<void> {
    const { network, clock, addresses, nodes } = this.#source;
    const client = new NetworkClient(addresses.next(), network, clock);
    this.#clients.add(client);
    const request = { type: "init", node_id: node, node_ids: nodes };
    const reply = await this.#unlessItExits(
      node,
      "before it answered init",
      client.request(node, request, INIT_TIMEOUT).catch(nullIfLate),
    );
    this.#clients.delete(client);
    client.close();
    if (reply?.type === "init_ok") return;
    const what =
      reply === null
        ? `did not answer init within ${INIT_TIMEOUT / 1e9} s`
        : `answered init with ${JSON.stringify(reply)}`;
    throw new SetupError(node, what, this.#witness.testimony(node), initAdvice(1));
  }

  async #setUp({ node, workload }: OpenClient): Promise<void> {
    const setup = workload.setup?.().catch((error: unknown) => {
      const what = `could not be set up for ${this.#source.workload.name}: ${error instanceof Error ? error.message : error}`;
      const advice = "Let the node answer what the workload asks of every node before its operations begin.";
      throw new SetupError(node, what, this.#witness.testimony(node), advice);
    });
    await this.#unlessItExits(node, "while its client was set up", setup);
  }

  /** Fails at once if the node exits, rather than when time is up. */
  #unlessItExits<T>(node: string, when: string, work: T | Promise<T>): Promise<T> {
    const exit = this.#witness.exitOf(node).then((fault): never => {
      const advice = "A node must run until it is killed; run it by hand to see why it ends.";
      throw new SetupError(node, `${describeExit(fault)} ${when}`, this.#witness.testimony(node), advice);
    });
    return Promise.race([work, exit]);
  }
}

function nullIfLate(error: unknown): null {
  if (error instanceof RpcTimeout) return null;
  throw error;
}
