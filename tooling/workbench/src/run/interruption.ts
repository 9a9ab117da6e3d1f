/**
 * Ends a run early without leaving anything behind: Ctrl-C, a signal, or a crash of the workbench itself.
 *
 * The first one asks the run to end: its nodes are killed and its store is closed, readable as far as it came. That
 * may take a moment or, if the workbench is what is broken, for ever; so a second signal ends the process at once,
 * and so does a run that has not ended after a while. Nodes are killed even then.
 */
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

export class Interruption {
  readonly #controller = new AbortController();
  readonly #endAtOnce: EndAtOnce;
  #cause: Cause | null = null;

  constructor(endAtOnce: EndAtOnce) {
    this.#endAtOnce = endAtOnce;
  }

  /** Aborted as soon as the run is to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the run is to end; null as long as it is not. */
  get cause(): Cause | null {
    return this.#cause;
  }

  /** Asks the run to end; the second time, ends the process. */
  interrupt(cause: Cause): void {
    if (this.#cause !== null) {
      this.#endAtOnce(cause.code);
      return;
    }
    this.#cause = cause;
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
