/**
 * One deadline for all calls that serve one request of a client. Each call may by itself take four seconds; two in turn, and the
 * answer, if only that nothing was done, would come when nobody listens any more.
 */
import type { Runtime } from "@gossip-glomers/protocol";

/**
 * Maelstrom's clients wait for 5 s (MAELSTROM.md 7.1). Half a second is left, as a node counts from the receipt: a request that
 * comes behind another message of the same link waits for that one's latency (section 5), and a single answer that is late
 * makes Maelstrom listen to this node no more.
 */
const answerWithinMs = 4_500;

/** Counts from its making: `const deadline = new Deadline(node.runtime)` first thing in a handler. */
export class Deadline {
  readonly #runtime: Pick<Runtime, "now">;
  readonly #endsAt: number;

  /** @param withinMs - how long all calls together may take, in milliseconds; 4500 if not given */
  constructor(runtime: Pick<Runtime, "now">, withinMs: number = answerWithinMs) {
    this.#runtime = runtime;
    this.#endsAt = runtime.now() + withinMs;
  }

  /** How much time there is left, in milliseconds; 0 when it is over. */
  get leftMs(): number {
    return Math.max(0, this.#endsAt - this.#runtime.now());
  }

  /** The option of the next call: `kv.read(key, deadline.asOption())`. Without any time left, that fails and sends nothing. */
  asOption(): { readonly deadlineMs: number } {
    return { deadlineMs: this.leftMs };
  }
}
