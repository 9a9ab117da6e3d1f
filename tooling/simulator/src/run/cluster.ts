/**
 * The nodes of a test from their start to their end, and what must happen before the first operation
 * (MAELSTROM.md section 2).
 */
import { printExactJson } from "@gossip-glomers/history";
import { RpcTimeout } from "../client/errors.ts";
import { NetworkClient } from "../client/network-client.ts";
import { seconds } from "../generator/duration.ts";
import type { Host, HostedNode } from "../host/host.ts";
import { type ClientSource, type OpenClient, openClient } from "./client-threads.ts";
import { unfinishedSentence } from "./fault-sentence.ts";
import { describeExit, initAdvice, SetupError } from "./setup-error.ts";
import type { Witness } from "./witness.ts";

const INIT_TIMEOUT = seconds(10);

export class Cluster {
  readonly #source: ClientSource;
  readonly #host: Host;
  readonly #witness: Witness;
  /** Of each node the latest start; of one that was killed the start of what was killed. */
  readonly #starts = new Map<string, Promise<HostedNode>>();
  readonly #paused = new Set<string>();
  readonly #down = new Set<string>();
  /** The client that set a node up, to do so again when it is started again. */
  readonly #openClients = new Map<string, OpenClient>();
  readonly #clients = new Set<{ close(): void }>();
  #isEnding = false;

  constructor(source: ClientSource, host: Host, witness: Witness) {
    this.#source = source;
    this.#host = host;
    this.#witness = witness;
  }

  /** Starts all nodes. None is initialised before all are there, or it could write to one that does not exist yet. */
  async start(): Promise<void> {
    await Promise.all(this.#source.nodes.map((node) => this.#start(node)));
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
    for (const client of clients) {
      this.#clients.add(client.network);
      this.#openClients.set(client.node, client);
    }
    await Promise.all(clients.map((client) => this.#setUp(client)));
  }

  /** Stops nodes where they are; returns those that were running. */
  async pause(nodes: readonly string[]): Promise<readonly string[]> {
    const running = nodes.filter((node) => this.#isRunning(node) && !this.#paused.has(node));
    for (const node of running) this.#paused.add(node);
    return this.#each(running, (hosted) => hosted.pause());
  }

  /** Lets every paused node go on; returns them. */
  async resume(): Promise<readonly string[]> {
    const paused = [...this.#paused];
    this.#paused.clear();
    return this.#each(paused, (hosted) => hosted.resume());
  }

  /** Kills nodes, with all they know; returns those that were running. What is sent to them from now on is dropped. */
  async kill(nodes: readonly string[]): Promise<readonly string[]> {
    const running = nodes.filter((node) => this.#isRunning(node));
    for (const node of running) {
      this.#down.add(node);
      this.#paused.delete(node);
    }
    return this.#each(running, (hosted) => {
      this.#source.network.takeDown(hosted.name);
      return hosted.kill();
    });
  }

  /**
   * Starts every node that was killed, with an empty memory; returns them. Each is initialised and set up as at first, and
   * hears nothing before its `init`.
   * @throws {SetupError} one of them did not come up.
   */
  async startAgain(): Promise<readonly string[]> {
    const down = [...this.#down];
    await Promise.all(down.map((node) => this.#startAgain(node)));
    return down;
  }

  /** Closes the clients and kills the nodes; returns what is wrong with the nodes that could not be killed. */
  async end(): Promise<readonly string[]> {
    this.#isEnding = true;
    for (const client of this.#clients) client.close();
    const nodes = [...this.#starts.keys()];
    const started = await Promise.allSettled(this.#starts.values());
    const killed = started.map(async (node) => {
      if (node.status === "fulfilled") await node.value.kill();
    });
    const results = await Promise.allSettled(killed);
    return results.flatMap((result, i) =>
      result.status === "rejected" ? [`${nodes[i]} could not be killed: ${result.reason}`] : [],
    );
  }

  #start(node: string): Promise<HostedNode> {
    const start = this.#host.start(node, this.#source.network, this.#witness);
    this.#starts.set(node, start);
    return start;
  }

  async #startAgain(node: string): Promise<void> {
    await this.#start(node);
    this.#down.delete(node);
    // The end of the test has closed all clients; another one would wait for an answer after it.
    if (this.#isEnding) return;
    await this.#initialise(node);
    const client = this.#openClients.get(node);
    if (client !== undefined) await this.#setUp(client);
  }

  /** One that ended by itself stays dead: it is a fault that no nemesis may cover up. */
  #isRunning(node: string): boolean {
    return !this.#down.has(node) && !this.#witness.hasExited(node);
  }

  async #each(
    nodes: readonly string[],
    deed: (hosted: HostedNode) => void | Promise<void>,
  ): Promise<readonly string[]> {
    await Promise.all(nodes.map(async (node) => deed(await this.#hosted(node))));
    return nodes;
  }

  #hosted(node: string): Promise<HostedNode> {
    const start = this.#starts.get(node);
    return start ?? Promise.reject(new RangeError(`Cluster: there is no node ${node}; start it first`));
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
        : `answered init with ${printExactJson(reply)}`;
    throw new SetupError(node, what, await this.#testimony(node), initAdvice(1));
  }

  async #setUp({ node, workload }: OpenClient): Promise<void> {
    const setup = workload.setup?.().catch(async (error: unknown) => {
      const what = `could not be set up for ${this.#source.workload.name}: ${error instanceof Error ? error.message : error}`;
      const advice = "Let the node answer what the workload asks of every node before its operations begin.";
      throw new SetupError(node, what, await this.#testimony(node), advice);
    });
    await this.#unlessItExits(node, "while its client was set up", setup);
  }

  /** Fails at once if the node exits, rather than when time is up. */
  #unlessItExits<T>(node: string, when: string, work: T | Promise<T>): Promise<T> {
    const exit = this.#witness.exitOf(node).then(async (fault): Promise<never> => {
      const advice =
        "A node must run until it is killed; run it by hand to see why it ends, in the directory for temporary files, where nodes run.";
      throw new SetupError(node, `${describeExit(fault)} ${when}`, await this.#testimony(node), advice);
    });
    return Promise.race([work, exit]);
  }

  /** What may explain why a node does not come up: its own words and deeds, and what is odd about its program. */
  async #testimony(node: string): Promise<readonly string[]> {
    const said = this.#witness.testimony(node);
    const { unfinishedLine, doubt } = await this.#hosted(node);
    return [
      ...said,
      ...(unfinishedLine === undefined ? [] : [unfinishedSentence(unfinishedLine)]),
      ...(doubt === undefined ? [] : [doubt]),
    ];
  }
}

function nullIfLate(error: unknown): null {
  if (error instanceof RpcTimeout) return null;
  throw error;
}
