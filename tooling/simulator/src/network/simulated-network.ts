/**
 * Maelstrom's network on a clock (MAELSTROM.md sections 4.2, 4.3 and 5). How a queue is emptied is in `mailbox.ts`.
 *
 * The journal is the trace: `send` when a message is accepted, `recv` when it is delivered and, which Maelstrom's
 * journal leaves to be guessed, `drop` when it is lost. Beyond Maelstrom are impairments (`impairment.ts`): a message
 * that is held back enters its receiver's queue later, where it would have made all others wait behind it. One that is
 * delivered twice has one `send` and two `recv`.
 */
import type { DropReason, TraceSink } from "@gossip-glomers/history";
import type { Clock } from "../clock/clock.ts";
import type { Random } from "../random/random.ts";
import { type Fate, fatesUnder, type Impairment } from "./impairment.ts";
import { type DrawLatency, type Latency, latencyOf } from "./latency.ts";
import { Mailbox } from "./mailbox.ts";
import { type CutCause, type Envelope, type Network, type Outgoing, UnknownAddressError } from "./network.ts";

const NS_PER_MS = 1_000_000;

const CUT_CAUSES: readonly CutCause[] = ["partition", "one-way"];

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
  readonly #drawSecondLatency: DrawLatency;
  readonly #random: Random;
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #gone = new Set<string>();
  readonly #down = new Set<string>();
  /** By cause: receiver → the sources that it does not hear. */
  readonly #cuts: { readonly [cause in CutCause]: Map<string, Set<string>> } = {
    partition: new Map(),
    "one-way": new Map(),
  };
  /** Draws what becomes of a message; null while the network does its work well. */
  #drawFate: ((message: Outgoing) => Fate) | null = null;
  #nextId = 0;

  constructor(options: SimulatedNetworkOptions) {
    this.#clock = options.clock;
    this.#trace = options.trace;
    this.#random = options.random;
    this.#drawLatency = latencyOf(options.latency, options.random);
    // Copies draw elsewhere, so that all other latencies are those of a network without duplicates.
    this.#drawSecondLatency = latencyOf(options.latency, options.random.split("second latency"));
  }

  /** @throws {Error} if the address is attached already: two receivers of one name would each get half. */
  attach(address: string, receive: (message: Envelope) => void): void {
    if (this.#mailboxes.has(address)) {
      throw new Error(`SimulatedNetwork.attach: ${address} is attached already; detach it first`);
    }
    this.#gone.delete(address);
    this.#down.delete(address);
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

  takeDown(address: string): void {
    const mailbox = this.#mailboxes.get(address);
    if (mailbox === undefined) return;
    mailbox.close((message) => this.#drop(message, "down"));
    this.#mailboxes.delete(address);
    this.#down.add(address);
  }

  isAttached(address: string): boolean {
    return this.#mailboxes.has(address);
  }

  send(outgoing: Outgoing): number {
    const { src, dest } = outgoing;
    // Counted before the addresses are checked, as Maelstrom does, so that ids mean the same in both.
    const id = this.#nextId++;
    if (!this.#mailboxes.has(src)) throw new UnknownAddressError(src, "source", this.#gone.has(src));
    if (!this.#mailboxes.has(dest) && !this.#down.has(dest))
      throw new UnknownAddressError(dest, "destination", this.#gone.has(dest));

    const message: Envelope = { id, src, dest, body: outgoing.body ?? {} };
    this.#trace.write({ kind: "send", at: this.#clock.now(), id, src, dest, body: message.body });
    const latency = this.#drawLatency(message);
    if (this.#drawFate === null) this.#queue(message, latency);
    else this.#suffer(message, latency, this.#drawFate(message));
    return id;
  }

  cut(dest: string, sources: Iterable<string>, cause: CutCause = "partition"): void {
    const cuts = this.#cuts[cause];
    const unheard = cuts.get(dest) ?? new Set<string>();
    for (const source of sources) unheard.add(source);
    cuts.set(dest, unheard);
  }

  heal(cause: CutCause = "partition"): void {
    this.#cuts[cause].clear();
  }

  impair(impairment: Impairment | null, nodes: ReadonlySet<string>): void {
    this.#drawFate =
      impairment === null ? null : fatesUnder(impairment, this.#random.split("impairment"), nodes);
  }

  #suffer(message: Envelope, latency: number, fate: Fate): void {
    if (fate.length === 0) this.#drop(message, "loss");
    for (const [copy, delay] of fate.entries()) {
      const ownLatency = copy === 0 ? latency : this.#drawSecondLatency(message);
      if (delay === 0) this.#queue(message, ownLatency);
      else
        this.#clock.schedule(this.#clock.now() + Math.round(delay * NS_PER_MS), () =>
          this.#queue(message, ownLatency),
        );
    }
  }

  /** Its receiver may have gone while the message was held back. */
  #queue(message: Envelope, latency: number): void {
    const mailbox = this.#mailboxes.get(message.dest);
    if (mailbox !== undefined) mailbox.put(message, this.#clock.now() + latency * NS_PER_MS);
    else if (this.#down.has(message.dest)) this.#drop(message, "down");
  }

  #isLost(message: Envelope): boolean {
    const { src, dest } = message;
    // The first that applies is told; which one it is does not matter to the message.
    for (const cause of CUT_CAUSES) {
      if (this.#cuts[cause].get(dest)?.has(src) !== true) continue;
      this.#drop(message, cause);
      return true;
    }
    return false;
  }

  #drop({ id }: Envelope, reason: DropReason): void {
    this.#trace.write({ kind: "drop", at: this.#clock.now(), id, reason });
  }
}
