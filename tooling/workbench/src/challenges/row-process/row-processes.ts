/**
 * The table's end of the processes in which rows run: starts them and ends them with the table. What one of them is told and
 * says is in `row-process.ts`.
 *
 * Rows have processes of their own, because in one process they would wait for each other's garbage collections and
 * checkers, and their latencies would show it. In real time each row has a new one; in virtual time, where only the sum of
 * all work counts, a process runs row after row, as it need not be started and warmed up again.
 */
import type { Interruption } from "../../run/interruption.ts";
import type { RowReport, RowRequest } from "./messages.ts";
import { RefusedOptions, type RowListener, RowProcess } from "./row-process.ts";

/**
 * How V8 is to work in a process that simulates.
 *
 * It makes gigabytes of garbage. Nearly all of that lives no longer than an event, so a large nursery is emptied less often
 * for the same price; the rest, the trace, lives as long as its row, so that looking for garbage there is in vain while
 * it grows: below a gigabyte nobody looks. And as such processes take all cores already, threads that help them collect
 * would only wait for each other.
 *
 * It lives for seconds, and each row brings other code, so that the optimizing compiler was a quarter of its work. Most of
 * that was inlining, which may blow a function up to so much bytecode (V8's own limit is 920); less is as fast for us.
 *
 * Tried on Node 20 to 26. They are V8's own, so that a later one may know some of them no more and refuse to start; rows then
 * run without.
 */
export const simulating: readonly string[] = [
  "--min-semi-space-size=64",
  "--max-semi-space-size=64",
  "--initial-old-space-size=1024",
  "--single-threaded-gc",
  "--max-inlined-bytecode-size-cumulative=200",
];

/** How long a module may keep its process from hearing an interruption, before the table loses patience with all of it. */
const PATIENCE_MS = 5_000;

/** Runs rows in processes of their own. */
export class RowProcesses {
  readonly #program: string;
  readonly #interruption: Interruption;
  readonly #virtual: boolean;
  #engineOptions: readonly string[];
  readonly #idle: RowProcess[] = [];
  readonly #all: RowProcess[] = [];

  /**
   * @param program - what a process runs: `row.js`, beside the bin
   * @param virtual - whether rows run in virtual time, so that a process may run one after the other
   * @param engineOptions - options of Node with which processes are started, if it knows them all
   */
  constructor(
    program: string,
    interruption: Interruption,
    virtual: boolean,
    engineOptions: readonly string[] = virtual ? simulating : [],
  ) {
    this.#program = program;
    this.#interruption = interruption;
    this.#virtual = virtual;
    this.#engineOptions = engineOptions;
  }

  /** Milliseconds of processor time that the processes had taken when they reported last; nodes not included. */
  get workMs(): number {
    return this.#all.reduce((sum, { workMs }) => sum + workMs, 0);
  }

  /**
   * Runs a row.
   *
   * @throws {RowFailure} if the process ended without a report, or its run was cut short by something else than the table: a
   *   signal of its own, a full disk. Such a row has not been "interrupted", which is no failure
   */
  async run(request: RowRequest, heard: RowListener): Promise<RowReport> {
    const row = this.#idle.pop() ?? this.#start();
    let impatience: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      if (this.#interruption.cause === null) return;
      row.tell({ kind: "interrupt", cause: this.#interruption.cause });
      if (this.#virtual) impatience = setTimeout(() => row.kill(), PATIENCE_MS);
    };
    const { signal } = this.#interruption;
    signal.addEventListener("abort", interrupt);
    try {
      const reported = row.run(request, heard);
      interrupt();
      const report = await reported;
      const isCutShort = report.interrupted !== null;
      // An interruption is for good, so that such a process runs nothing more.
      if (this.#virtual && !isCutShort) this.#idle.push(row);
      else await row.end();
      if (isCutShort && this.#interruption.cause === null) throw row.failure(request.id, report);
      return report;
    } catch (error) {
      if (!(error instanceof RefusedOptions) || this.#engineOptions.length === 0) throw error;
      this.#engineOptions = [];
      return await this.run(request, heard);
    } finally {
      signal.removeEventListener("abort", interrupt);
      clearTimeout(impatience);
    }
  }

  #start(): RowProcess {
    const row = new RowProcess(this.#program, this.#engineOptions);
    this.#all.push(row);
    return row;
  }

  /** Ends the processes that wait for a row. */
  async end(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((row) => row.end()));
  }
}
