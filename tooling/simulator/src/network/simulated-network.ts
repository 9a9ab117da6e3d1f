/**
 * Maelstrom's network on a clock (MAELSTROM.md sections 4.2, 4.3 and 5). How a queue is emptied is in `mailbox.ts`.
 *
 * The journal is the trace: `send` when a message is accepted, `recv` when it is delivered and, which Maelstrom's
 * journal leaves to be guessed, `drop` when a partition loses it.
 */
import type { TraceSink } from "@gossip-glomers/history";
import type { Clock } from "../clock/clock.ts";
import type { Random } from "../random/random.ts";
import { type DrawLatency, type Latency, latencyOf } from "./latency.ts";
import { Mailbox } from "./mailbox.ts";
import { type Envelope, type Network, type Outgoing, UnknownAddressError } from "./network.ts";

const NS_PER_MS = 1_000_000;

export interface SimulatedNetworkOptions {
  readonly clock: Clock;
  readonly latency: Latency;
  /** The stream that latencies are drawn from; the network's alone. */
  readonly random: Random;
  readonly trace: TraceSink;
}

export class SimulatedNetwork implements Network {
  readonly #clock: Clock;
  readonly #trace: TraceSink;
  readonly #drawLatency: DrawLatency;
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #gone = new Set<string>();
  /** Receiver → the sources that it does not hear. */
  readonly #cuts = new Map<string, Set<string>>();
  #nextId = 0;

  constructor(options: SimulatedNetworkOptions) {
    this.#clock = options.clock;
    this.#trace = options.trace;
    this.#drawLatency = latencyOf(options.latency, options.random);
  }

  /** @throws {Error} if the address is attached already: two receivers of one name would each get half. */
  attach(address: string, receive: (message: Envelope) => void): void {
    if (this.#mailboxes.has(address)) {
      throw new Error(`SimulatedNetwork.attach: ${address} is attached already; detach it first`);
    }
    this.#gone.delete(address);
    const mailbox = new Mailbox(this.#clock, {
      isLost: (message) => this.#isLost(message),
      deliver: (message) => {
        this.#trace.write({ kind: "recv", at: this.#clock.now(), id: message.id });
        receive(message);
      },
    });
    this.#mailboxes.set(address, mailbox);
  }

  detach(address: string): void {
    const mailbox = this.#mailboxes.get(address);
    if (mailbox === undefined) return;
    mailbox.close();
    this.#mailboxes.delete(address);
    this.#gone.add(address);
  }

  isAttached(address: string): boolean {
    return this.#mailboxes.has(address);
  }

  send(outgoing: Outgoing): number {
    const { src, dest } = outgoing;
    // Counted before the addresses are checked, as Maelstrom does, so that ids mean the same in both.
    const id = this.#nextId++;
    if (!this.#mailboxes.has(src)) throw new UnknownAddressError(src, "source", this.#gone.has(src));
    const mailbox = this.#mailboxes.get(dest);
    if (mailbox === undefined) throw new UnknownAddressError(dest, "destination", this.#gone.has(dest));

    const message: Envelope = { id, src, dest, body: outgoing.body ?? {} };
    const at = this.#clock.now();
    this.#trace.write({ kind: "send", at, id, src, dest, body: message.body });
    mailbox.put(message, at + this.#drawLatency(message) * NS_PER_MS);
    return id;
  }

  cut(dest: string, sources: Iterable<string>): void {
    const unheard = this.#cuts.get(dest) ?? new Set<string>();
    for (const source of sources) unheard.add(source);
    this.#cuts.set(dest, unheard);
  }

  heal(): void {
    this.#cuts.clear();
  }

  #isLost({ id, src, dest }: Envelope): boolean {
    if (this.#cuts.get(dest)?.has(src) !== true) return false;
    this.#trace.write({ kind: "drop", at: this.#clock.now(), id, reason: "partition" });
    return true;
  }
}
