/**
 * The table's end of the processes in which rows run: starts them, hears how far they are, and ends them with the table.
 *
 * Rows have processes of their own, because in one process they would wait for each other's garbage collections and
 * checkers, and their latencies would show it. In real time each row has a new one; in virtual time, where only the sum of
 * all work counts, a process runs row after row, as it need not be started and warmed up again.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Interruption } from "../../run/interruption.ts";
import type { FromRow, RowReport, RowRequest, ToRow } from "./messages.ts";
import { Tail } from "./tail.ts";

/** A row could not be run; the message says what its process said last. */
export class RowFailure extends Error {
  override readonly name: string = "RowFailure";
}

/** Runs rows in processes of their own. */
export class RowProcesses {
  readonly #program: string;
  readonly #interruption: Interruption;
  readonly #reuse: boolean;
  readonly #idle: RowProcess[] = [];

  /**
   * @param program - what a process runs: `row.js`, beside the bin
   * @param reuse - whether a process may run one row after the other
   */
  constructor(program: string, interruption: Interruption, reuse: boolean) {
    this.#program = program;
    this.#interruption = interruption;
    this.#reuse = reuse;
  }

  /**
   * Runs a row.
   *
   * @param progress - called about once a second while operations run
   * @throws {RowFailure} if the process ended without a report
   */
  async run(request: RowRequest, progress: (line: string) => void): Promise<RowReport> {
    const row = this.#idle.pop() ?? new RowProcess(this.#program);
    const interrupt = (): void => {
      if (this.#interruption.cause !== null) row.tell({ kind: "interrupt", cause: this.#interruption.cause });
    };
    const { signal } = this.#interruption;
    signal.addEventListener("abort", interrupt);
    try {
      const reported = row.run(request, progress);
      interrupt();
      const report = await reported;
      if (this.#reuse) this.#idle.push(row);
      else await row.end();
      return report;
    } finally {
      signal.removeEventListener("abort", interrupt);
    }
  }

  /** Ends the processes that wait for a row. */
  async end(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((row) => row.end()));
  }
}

class RowProcess {
  readonly #child: ChildProcess;
  readonly #said = new Tail();
  readonly #ended: Promise<void>;

  constructor(program: string) {
    this.#child = fork(program, [], {
      // Of its own process group: Ctrl-C is for the table, which then tells its rows once, and not a second time.
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#said.add(text));
    this.#child.on("error", (error) => this.#said.add(error.message));
    this.#ended = new Promise((resolve) => this.#child.on("close", () => resolve()));
  }

  /** Says something to the process. If it has just died, its end is heard by those who wait for it. */
  tell(message: ToRow): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  run(request: RowRequest, progress: (line: string) => void): Promise<RowReport> {
    return new Promise((resolve, reject) => {
      const listener = (message: unknown): void => {
        if (!isFromRow(message)) return;
        if (message.kind === "progress") {
          progress(message.line);
          return;
        }
        this.#child.off("message", listener);
        resolve(message.report);
      };
      this.#child.on("message", listener);
      void this.#ended.then(() =>
        reject(
          new RowFailure(
            `The process of row ${request.id} ended without a report. ${this.#said.text}`.trimEnd(),
          ),
        ),
      );
      this.tell({ kind: "run", request });
    });
  }

  /** A process that has nothing to run ends when nobody can tell it anything any more. */
  async end(): Promise<void> {
    const { exitCode, signalCode, connected } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    // Not `close`, which never comes if it was this end that has closed the channel.
    const exited = once(this.#child, "exit");
    if (connected) this.#child.disconnect();
    await exited;
  }
}

/** The other end is built from the same source, so its kind tells the rest of a message. */
function isFromRow(message: unknown): message is FromRow {
  const kind = typeof message === "object" && message !== null ? Reflect.get(message, "kind") : undefined;
  return kind === "progress" || kind === "report";
}
