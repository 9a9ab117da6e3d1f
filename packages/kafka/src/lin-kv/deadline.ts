/**
 * How long a request of a client is worked on, whatever lin-kv does. Its client waits for 5 s (MAELSTROM.md 7.1), and the clients
 * of lin-kv may by themselves take four for each question: a compare-and-set, and a look at what has become of it, would end
 * when nobody listens any more. Half a second is left, as a node counts from the receipt, and a request may have been under way
 * for a while.
 */
import type { Node } from "@gossip-glomers/protocol";

/** How long all questions together may take. */
export const patienceMs = 4_500;

export class Deadline {
  readonly #runtime: Pick<Node["runtime"], "now">;
  readonly #endsAt: number;

  /** Counts from now. */
  constructor({ runtime }: Pick<Node, "runtime">) {
    this.#runtime = runtime;
    this.#endsAt = runtime.now() + patienceMs;
  }

  /** How much time there is left, in milliseconds; 0 when it is over. */
  get leftMs(): number {
    return Math.max(0, this.#endsAt - this.#runtime.now());
  }

  /** The option of the next question; asked without any time left, it fails at once. */
  asOption(): { readonly deadlineMs: number } {
    return { deadlineMs: this.leftMs };
  }
}
