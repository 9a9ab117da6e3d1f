/**
 * A network and a clock for nodes under test, all in memory.
 *
 * Nothing happens by itself: time stands still until a test lets it pass (`advance`, `settle`, `request`), and then
 * the same happens in every run. Start at `probe` (one node) or `cluster` (several).
 */
import { setImmediate as turn } from "node:timers/promises";
import type { Message } from "../message.ts";
import { ManualClock } from "./manual-clock.ts";
import { type SentMessage, throughTheWire } from "./test-runtime.ts";

export interface WorldOptions {
  /** How long a message travels, in milliseconds; 0 if not given, and always 0 to and from clients (`c…`). */
  readonly latencyMs?: number | ((message: SentMessage) => number);
  /** Says of each message whether the network loses it; none if not given. */
  readonly loses?: (message: SentMessage) => boolean;
}

export class World {
  readonly clock: ManualClock = new ManualClock();
  /** Every message that was sent, in the order of sending; the lost ones too. */
  readonly sent: SentMessage[] = [];
  readonly #latency: (message: SentMessage) => number;
  readonly #loses: (message: SentMessage) => boolean;
  readonly #receivers = new Map<string, (message: SentMessage) => void>();
  #busy: Promise<unknown> = Promise.resolve();

  constructor({ latencyMs = 0, loses = () => false }: WorldOptions = {}) {
    this.#latency = typeof latencyMs === "number" ? () => latencyMs : latencyMs;
    this.#loses = loses;
  }

  /** Milliseconds since the world was made. */
  get now(): number {
    return this.clock.now;
  }

  /** Has `receive` called with what is sent to `address`: a service, or a client that a test plays. */
  attach(address: string, receive: (message: SentMessage) => void): void {
    this.#receivers.set(address, receive);
  }

  /** Sends a message; what is sent to an address that nobody is attached to is only recorded. */
  send(message: Message): void {
    const copy = throughTheWire(message);
    this.sent.push(copy);
    if (this.#loses(copy)) return;
    const isClients = copy.src.startsWith("c") || copy.dest.startsWith("c");
    this.clock.setTimer(isClients ? 0 : this.#latency(copy), () => this.#receivers.get(copy.dest)?.(copy));
  }

  /**
   * Lets `ms` milliseconds pass, and everything happen that falls in them.
   * @throws {RangeError} if that is no finite time.
   */
  advance(ms: number): Promise<void> {
    return this.#exclusively(async () => {
      if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY))
        throw new RangeError(`advance: it must be a number of milliseconds from 0 on; it was ${ms}`);
      const end = this.now + ms;
      do await turn();
      while (this.clock.fireNext(end));
      this.clock.passTo(end);
    });
  }

  /** Lets everything happen that happens without time passing. */
  settle(): Promise<void> {
    return this.advance(0);
  }

  /** Lets time pass until `done` is true; resolves to false if it is not within `ms` milliseconds. */
  advanceUntil(done: () => boolean, ms: number): Promise<boolean> {
    return this.#exclusively(async () => {
      const end = this.now + ms;
      do {
        // Promises settle between any two events, as they do between the lines that a real node reads.
        await turn();
        if (done()) return true;
      } while (this.clock.fireNext(end));
      this.clock.passTo(end);
      return false;
    });
  }

  /** Time passes for one caller after the other, so that two requests at once do not hasten each other's clock. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#busy.then(work);
    this.#busy = result.catch(() => {});
    return result;
  }
}
