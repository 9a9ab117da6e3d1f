/** The client threads: which client does an operation, and when it is replaced. */
import type { Nanoseconds, Process } from "@gossip-glomers/history";
import type { ClientAddresses } from "../client/addresses.ts";
import { call } from "../client/call.ts";
import { NetworkClient } from "../client/network-client.ts";
import { outcomeOfError } from "../client/outcome.ts";
import type { Clock } from "../clock/clock.ts";
import { seconds } from "../generator/duration.ts";
import type { Invocation, Thread } from "../generator/generator.ts";
import type { Network } from "../network/network.ts";
import type { Carrier, Performed } from "./recorder.ts";
import type { Connection, Workload, WorkloadClient } from "./workload.ts";

/** How long a client waits for an answer, unless its workload says otherwise (MAELSTROM.md 7.1). */
const CALL_TIMEOUT: Nanoseconds = seconds(5);

export interface ClientSource {
  readonly workload: Workload;
  readonly nodes: readonly string[];
  readonly clock: Clock;
  readonly network: Network;
  readonly addresses: ClientAddresses;
}

/** A client of the workload on a network client of its own. */
export interface OpenClient {
  readonly node: string;
  readonly network: NetworkClient;
  readonly workload: WorkloadClient;
}

/** Opens the next client, for `node`. */
export function openClient(source: ClientSource, node: string): OpenClient {
  const network = new NetworkClient(source.addresses.next(), source.network, source.clock);
  const { callTimeout: timeout = CALL_TIMEOUT, typeFirst } = source.workload;
  const connection: Connection = {
    node,
    nodes: source.nodes,
    call: (definition, payload) => call(network, node, definition, payload, timeout, typeFirst),
  };
  return { node, network, workload: source.workload.client(connection) };
}

export class ClientThreads {
  readonly #source: ClientSource;
  readonly #clients = new Map<Thread, { readonly process: Process; readonly client: OpenClient }>();

  constructor(source: ClientSource) {
    this.#source = source;
  }

  /** Does an operation on the client of its thread. Whatever that throws becomes the operation's outcome. */
  async perform(thread: number, invocation: Invocation): Promise<Performed> {
    const client = this.#clientOf(thread, invocation.process);
    try {
      const outcome = await client.workload.invoke(invocation);
      return { outcome, carrier: takeCarrier(client) };
    } catch (error) {
      const outcome = outcomeOfError(error, invocation.f, this.#source.workload.errors);
      return { outcome, carrier: takeCarrier(client) };
    }
  }

  /** Who does the operation that the thread is busy with, and by which messages; null for one without a client. */
  carrierOf(thread: Thread): Carrier | null {
    const present = this.#clients.get(thread);
    return present === undefined ? null : takeCarrier(present.client);
  }

  close(): void {
    for (const { client } of this.#clients.values()) client.network.close();
    this.#clients.clear();
  }

  /**
   * The thread's client. A new process gets a new client, and the old one is closed only now, not when its process ended:
   * so a late answer that comes before the thread's next operation still finds somebody, and one that comes after it
   * does not (MAELSTROM.md 7.4, 4.2).
   */
  #clientOf(thread: number, process: Process): OpenClient {
    const present = this.#clients.get(thread);
    const mayStay = present?.process === process || this.#source.workload.reusableClients;
    if (present !== undefined && mayStay) return present.client;
    present?.client.network.close();
    const { nodes } = this.#source;
    const node = nodes[thread % nodes.length];
    if (node === undefined) throw new RangeError("ClientThreads: there is no node; name at least one");
    const client = openClient(this.#source, node);
    this.#clients.set(thread, { process, client });
    return client;
  }
}

function takeCarrier({ node, network }: OpenClient): Carrier {
  const client = network.address;
  const exchange = network.takeExchange();
  if (exchange === null) return { client, node };
  const { request, reply } = exchange;
  return reply === undefined ? { client, node, request } : { client, node, request, reply };
}
