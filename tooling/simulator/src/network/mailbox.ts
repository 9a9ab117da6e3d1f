/**
 * The queue of one receiver, and the "thread" that empties it, as Maelstrom does (MAELSTROM.md section 5).
 *
 * The thread takes the message with the earliest deadline, THEN asks whether it is lost, THEN sleeps until its
 * deadline, delivers it and takes the next. Three things that a reader would not expect follow, and are kept:
 *
 * - A message is lost or not by the partitions at the moment it is taken, which is usually before its latency has
 *   passed. One that is taken just before a cut arrives during it.
 * - While the thread sleeps for one message, another that is due earlier waits: A sent at 0 due at 100, B sent at 10
 *   due at 20; both arrive at 100, A first.
 * - A message can be lost long after it was sent, because it is looked at only when everything before it is done.
 *
 * Invariant: `#wake` is set exactly while the thread holds a message, from taking it until its delivery is over; it
 * holds one whenever the queue is not empty.
 */
import type { Nanoseconds } from "@gossip-glomers/history";
import type { Clock, Scheduled } from "../clock/clock.ts";
import { type Due, DueHeap } from "../clock/due-heap.ts";
import type { Envelope } from "./network.ts";

interface Letter extends Due {
  readonly message: Envelope;
}

/** What a mailbox does with a message that it took. */
export interface Postman {
  /** Whether the message is lost, asked once, when it is taken. */
  isLost(message: Envelope): boolean;
  deliver(message: Envelope): void;
}

export class Mailbox {
  readonly #clock: Clock;
  readonly #postman: Postman;
  readonly #letters = new DueHeap<Letter>();
  #wake: Scheduled | null = null;
  /** The message that the thread sleeps for. */
  #taken: Envelope | null = null;

  constructor(clock: Clock, postman: Postman) {
    this.#clock = clock;
    this.#postman = postman;
  }

  /** Queues a message; message ids order what is due at the same time. */
  put(message: Envelope, deadline: Nanoseconds): void {
    this.#letters.push({ at: deadline, sequence: message.id, message });
    if (this.#wake === null) this.#takeNext();
  }

  /** Loses whatever is queued or taken, for ever; `onLost` is told of each, in the order in which they were due. */
  close(onLost?: (message: Envelope) => void): void {
    this.#wake?.cancel();
    this.#wake = null;
    if (onLost !== undefined) {
      if (this.#taken !== null) onLost(this.#taken);
      for (let letter = this.#letters.pop(); letter !== undefined; letter = this.#letters.pop())
        onLost(letter.message);
    }
    this.#taken = null;
    this.#letters.clear();
  }

  #takeNext(): void {
    for (let letter = this.#letters.pop(); letter !== undefined; letter = this.#letters.pop()) {
      const { at, message } = letter;
      if (this.#postman.isLost(message)) continue;
      this.#taken = message;
      this.#wake = this.#clock.schedule(at, () => this.#deliver(message));
      return;
    }
  }

  #deliver(message: Envelope): void {
    this.#taken = null;
    // `#wake` stays set meanwhile: what the receiver sends to itself must queue, or two messages would be held at once.
    try {
      this.#postman.deliver(message);
    } finally {
      if (this.#wake !== null) {
        this.#wake = null;
        this.#takeNext();
      }
    }
  }
}
