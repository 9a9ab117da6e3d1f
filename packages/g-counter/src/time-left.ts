/**
 * One deadline for all that a node asks of seq-kv for one operation of a client. A client waits for 5 s (MAELSTROM.md 7.1), and each
 * question to seq-kv may by itself take four: two in turn, and the answer, if only that nothing was done, would come too late.
 */
import type { Runtime } from "@gossip-glomers/protocol";

/** How long all questions together may take: nearly as long as the client waits, as a slow node needs it. */
const longestMs = 4_800;

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
