/**
 * Ends a run early without leaving anything behind: Ctrl-C, a signal, or a crash of the workbench itself.
 *
 * The first one asks the run to end: its nodes are killed and its store is closed, readable as far as it came. That
 * may take a moment or, if the workbench is what is broken, for ever; so a second signal ends the process at once,
 * and so does a run that has not ended after a while. Nodes are killed even then.
 *
 * One Ctrl-C may come twice: the terminal sends it to all programs in the foreground, and npm and npx, being among them, pass
 * it on to what they have started. What follows so closely that no hand can have done it is the same one.
 */
import { StoreError } from "@gossip-glomers/history";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";

/** Why a run is to end, in the words for the person who reads its results. */
export interface Cause {
  readonly code: ExitCode;
  readonly reason: string;
}

/** The part of `process` that is listened to. */
export interface Signals {
  on(event: string, listener: (argument: unknown) => void): unknown;
  off(event: string, listener: (argument: unknown) => void): unknown;
}

/** What ends a process now: kills the nodes that are left, and never returns to the caller's business. */
export type EndAtOnce = (code: ExitCode) => void;

/** How long a run may take to end itself. Killing nodes and writing results takes milliseconds. */
const patienceMs = 10_000;

/** The same signal is no second one within this time. */
const echoMs = 300;

export class Interruption {
  readonly #controller = new AbortController();
  readonly #endAtOnce: EndAtOnce;
  readonly #now: () => number;
  #cause: Cause | null = null;
  #causedAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds by a clock that never goes back */
  constructor(endAtOnce: EndAtOnce, now: () => number = () => performance.now()) {
    this.#endAtOnce = endAtOnce;
    this.#now = now;
  }

  /** Aborted as soon as the run is to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the run is to end; null as long as it is not. */
  get cause(): Cause | null {
    return this.#cause;
  }

  /** Asks the run to end; the second time, ends the process. The same cause within a moment is no second time. */
  interrupt(cause: Cause): void {
    if (this.#cause !== null) {
      const isEcho = cause.code === this.#cause.code && this.#now() < this.#causedAt + echoMs;
      if (!isEcho) this.#endAtOnce(cause.code);
      return;
    }
    this.#cause = cause;
    this.#causedAt = this.#now();
    setTimeout(() => this.#endAtOnce(cause.code), patienceMs).unref();
    this.#controller.abort();
  }

  /** Listens until the returned function is called. */
  listen(signals: Signals, complain: (text: string) => void): () => void {
    const listeners: readonly [event: string, listener: (argument: unknown) => void][] = [
      [
        "SIGINT",
        () => this.interrupt({ code: exitCode.interrupted, reason: "interrupted by SIGINT (Ctrl-C)" }),
      ],
      ["SIGTERM", () => this.interrupt({ code: exitCode.terminated, reason: "interrupted by SIGTERM" })],
      [
        "SIGHUP",
        () => this.interrupt({ code: exitCode.hungUp, reason: "interrupted by SIGHUP (terminal closed)" }),
      ],
      [
        // Unhandled rejections arrive here, too.
        "uncaughtException",
        (error) => {
          // A full disk is noticed between two events of the run. It is no crash of ours, and whoever closes the store meets
          // and tells it once more.
          if (error instanceof StoreError) {
            if (this.#cause === null) {
              this.interrupt({ code: exitCode.crashed, reason: `cut short, as ${error.message}` });
            }
            return;
          }
          complain(`glomers crashed: ${error instanceof Error ? error.stack : String(error)}`);
          // One more error while the run is ending is no wish to end at once.
          if (this.#cause !== null) return;
          this.interrupt({
            code: exitCode.crashed,
            reason: `cut short by a crash of the workbench: ${String(error)}`,
          });
        },
      ],
    ];
    for (const [event, listener] of listeners) signals.on(event, listener);
    return () => {
      for (const [event, listener] of listeners) signals.off(event, listener);
    };
  }
}
