/** The table's end of one process in which rows run: tells it what to run, and hears how far it is and what came of it. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { killMarked } from "@gossip-glomers/simulator";
import type { FromRow, RowReport, RowRequest, ToRow } from "./messages.ts";
import { Tail } from "./tail.ts";

/** What a run of a row tells the one who asked for it. */
export interface RowListener {
  /** How far it is, about once a second while operations run. */
  progress(line: string): void;
  /** Its nodes have started, in real time; its operations wait for the answer. */
  ready(): Promise<void>;
  /** In virtual time: nothing has been heard of the process for so many seconds, not even that it is alive. */
  standstill(seconds: number): void;
}

/** A row could not be run; the message says what its process said last. */
export class RowFailure extends Error {
  override readonly name: string = "RowFailure";
}

/** Node did not even start: it does not know one of the options that it was given. */
export class RefusedOptions extends RowFailure {
  override readonly name: string = "RefusedOptions";
}

/** Node's exit code for options that it does not know. */
const INVALID_ARGUMENT = 9;

/** A check of a long history may take seconds at a stretch; more than this is no patience's business. */
const STANDSTILL_MS = 10_000;

/** A process that runs one row at a time. */
export class RowProcess {
  readonly #child: ChildProcess;
  readonly #said = new Tail();
  readonly #ended: Promise<void>;
  #workMs = 0;
  #isKilled = false;

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

  /** Runs a row; see `RowProcesses.run`. */
  run(request: RowRequest, heard: RowListener): Promise<RowReport> {
    const silence = request.virtual
      ? setTimeout(() => heard.standstill(STANDSTILL_MS / 1000), STANDSTILL_MS)
      : undefined;
    const reported = new Promise<RowReport>((resolve, reject) => {
      const listener = (message: unknown): void => {
        if (!isFromRow(message)) return;
        silence?.refresh();
        if (message.kind === "ready") void heard.ready().then(() => this.tell({ kind: "go" }));
        if (message.kind === "progress") heard.progress(message.line);
        if (message.kind !== "report") return;
        this.#child.off("message", listener);
        this.#workMs = message.workMs;
        resolve(message.report);
      };
      this.#child.on("message", listener);
      void this.#ended.then(() => {
        if (this.#isKilled) return resolve(killedReport);
        // It may have been killed, and its nodes with it only if they heed the end of their input.
        if (!request.virtual) killMarked(request.mark);
        const { exitCode } = this.#child;
        const Failure = exitCode === INVALID_ARGUMENT ? RefusedOptions : RowFailure;
        reject(new Failure(`The process of row ${request.id} ${this.#lastWords(request.virtual)}`));
      });
      this.tell({ kind: "run", request });
    });
    return reported.finally(() => clearTimeout(silence));
  }

  /** Ends a process that does not hear. Not in real time, where its nodes would stay. */
  kill(): void {
    this.#isKilled = true;
    this.#child.kill("SIGKILL");
  }

  /** What became of a process that has ended without a report. Who was killed, or made to exit, has said nothing of it. */
  #lastWords(isOfModules: boolean): string {
    const { exitCode, signalCode } = this.#child;
    if (signalCode !== null) return `${deathBy(signalCode)}. ${this.#said.text}`.trimEnd();
    if (this.#said.text !== "") return `ended without a report. ${this.#said.text}`;
    const suspect = isOfModules ? ", perhaps as its module called process.exit" : "";
    return `ended without a report, with exit code ${exitCode}${suspect}.`;
  }

  /** Why there is no result of a run that reported, but was cut short by something else than the table. */
  failure(id: string, { interrupted, store }: RowReport): RowFailure {
    const kept = store === null ? [] : [store];
    return new RowFailure(
      [`The run of row ${id} was ${interrupted}, and not by this table.`, this.#said.text, ...kept]
        .filter((text) => text !== "")
        .join("   "),
    );
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

/** Of a run whose process did not hear that it was to end. */
const killedReport: RowReport = {
  valid: "unknown",
  interrupted: "interrupted, and did not hear of it",
  measures: [],
  strain: null,
  text: "",
  store: null,
};

/** SIGKILL is what the system sends when it runs out of memory; nobody else has a reason to. */
function deathBy(signal: NodeJS.Signals): string {
  return signal === "SIGKILL"
    ? "was killed (SIGKILL), perhaps as the machine ran out of memory"
    : `was ended by ${signal}`;
}

/** The other end is built from the same source, so its kind tells the rest of a message. */
function isFromRow(message: unknown): message is FromRow {
  const kind = typeof message === "object" && message !== null ? Reflect.get(message, "kind") : undefined;
  return kind === "ready" || kind === "progress" || kind === "alive" || kind === "report";
}
