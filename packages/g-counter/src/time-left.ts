/**
 * One deadline for all that a node asks of seq-kv for one operation of a client. A client waits for 5 s (MAELSTROM.md 7.1), and each
 * question to seq-kv may by itself take four: two in turn, and the answer, if only that nothing was done, would come too late.
 * Half a second is left, as this node counts from the receipt: a request that comes behind another message of the same link
 * waits for that one's latency (MAELSTROM.md 5), and a single answer that is late makes Maelstrom listen to this node no more.
 */
import type { Runtime } from "@gossip-glomers/protocol";

/** How long all questions together may take. */
const longestMs = 4_500;

export class TimeLeft {
  readonly #runtime: Pick<Runtime, "now">;
  readonly #endsAt: number;

  /** Counts from now. */
  constructor(runtime: Pick<Runtime, "now">) {
    this.#runtime = runtime;
    this.#endsAt = runtime.now() + longestMs;
  }

  /** The option of the next question; asked without any time left, it fails at once. */
  asDeadline(): { readonly deadlineMs: number } {
    return { deadlineMs: Math.max(0, this.#endsAt - this.#runtime.now()) };
  }
}
