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

/**
 * How V8 is to work in a process that simulates.
 *
 * It makes gigabytes of garbage. Nearly all of that lives no longer than an event, so a large nursery is emptied less often
 * for the same price; the rest, the trace, lives as long as its row, so that looking for garbage there is in vain while
 * it grows. And as such processes take all cores already, threads that help them collect would only wait for each other.
 *
 * It lives for seconds, and each row brings other code, so that the optimizing compiler was a quarter of its work. Most of
 * that was inlining, which may blow a function up to so much bytecode (V8's own limit is 920); less is as fast for us.
 */
const SIMULATING: readonly string[] = [
  "--min-semi-space-size=64",
  "--max-semi-space-size=64",
  "--initial-old-space-size=256",
  "--single-threaded-gc",
  "--max-inlined-bytecode-size-cumulative=200",
];

/** A row could not be run; the message says what its process said last. */
export class RowFailure extends Error {
  override readonly name: string = "RowFailure";
}

/** Runs rows in processes of their own. */
export class RowProcesses {
  readonly #program: string;
  readonly #interruption: Interruption;
  readonly #virtual: boolean;
  readonly #idle: RowProcess[] = [];
  readonly #all: RowProcess[] = [];

  /**
   * @param program - what a process runs: `row.js`, beside the bin
   * @param virtual - whether rows run in virtual time, so that a process may run one after the other
   */
  constructor(program: string, interruption: Interruption, virtual: boolean) {
    this.#program = program;
    this.#interruption = interruption;
    this.#virtual = virtual;
  }

  /** Milliseconds of processor time that the processes had taken when they reported last; nodes not included. */
  get workMs(): number {
    return this.#all.reduce((sum, { workMs }) => sum + workMs, 0);
  }

  /**
   * Runs a row.
   *
   * @param progress - called about once a second while operations run
   * @throws {RowFailure} if the process ended without a report
   */
  async run(request: RowRequest, progress: (line: string) => void): Promise<RowReport> {
    const row = this.#idle.pop() ?? this.#start();
    const interrupt = (): void => {
      if (this.#interruption.cause !== null) row.tell({ kind: "interrupt", cause: this.#interruption.cause });
    };
    const { signal } = this.#interruption;
    signal.addEventListener("abort", interrupt);
    try {
      const reported = row.run(request, progress);
      interrupt();
      const report = await reported;
      if (this.#virtual) this.#idle.push(row);
      else await row.end();
      return report;
    } finally {
      signal.removeEventListener("abort", interrupt);
    }
  }

  #start(): RowProcess {
    const row = new RowProcess(this.#program, this.#virtual ? SIMULATING : []);
    this.#all.push(row);
    return row;
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
  #workMs = 0;

  constructor(program: string, options: readonly string[]) {
    this.#child = fork(program, [], {
      execArgv: [...process.execArgv, ...options],
      // Of its own process group: Ctrl-C is for the table, which then tells its rows once, and not a second time.
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#said.add(text));
    this.#child.on("error", (error) => this.#said.add(error.message));
    this.#ended = new Promise((resolve) => this.#child.on("close", () => resolve()));
  }

  /** Milliseconds of processor time that it had taken when it reported last. */
  get workMs(): number {
    return this.#workMs;
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
        this.#workMs = message.workMs;
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
