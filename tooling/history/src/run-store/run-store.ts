/**
 * The folder of one run, in Maelstrom's layout (MAELSTROM.md section 17.2), written while the run goes on:
 *
 *     <root>/<workload>/<UTC timestamp>/
 *       history.edn  history.txt   each operation as it is invoked and as it completes
 *       node-logs/<node>.log       what the node wrote to stderr
 *       trace.jsonl                every event; the one file that is ours alone
 *       run.json                   what differs between two runs of one seed: date, versions, command line
 *       results.edn                at the end; a run without it was interrupted
 *     <root>/current               the run that began last
 *     <root>/latest  <root>/<workload>/latest     the run that ended last
 *
 * In real time no event waits longer than one turn of the event loop to be written, so a killed run leaves a store
 * that is whole up to its end.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "@gossip-glomers/protocol";
import type { DatumRecord } from "../datum.ts";
import { prettyEdn } from "../edn/pretty.ts";
import { printEdn } from "../edn/print.ts";
import { traceHeaderLine, traceLine } from "../trace/write.ts";
import type { TraceEvent, TraceHeader, TraceSink } from "../trace.ts";
import { historyTextLine } from "./history-text.ts";
import { LineFile } from "./line-file.ts";
import { replaceLink } from "./link.ts";
import { makeFolder } from "./make-folder.ts";
import { operationDatum } from "./operation-datum.ts";
import { StoreError } from "./store-error.ts";
import { systemAdvice } from "./system-advice.ts";

// Taken now: in virtual time most events happen in the midst of some node's work, on whose behalf the global one refuses
// to work.
const macroTask = setImmediate;

/** What is known of a run before it begins. */
export interface RunDescription {
  /** The trace's first line; its workload names the folder, its nodes the log files. */
  readonly header: TraceHeader;
  readonly startedAt: Date;
  /** The content of run.json. */
  readonly run: { readonly [name: string]: Json };
}

/** Takes the events of a run and keeps them; `finish` ends it with a verdict, `close` without. */
export interface RunStore extends TraceSink {
  readonly directory: string;
  /** @throws {StoreError} if a file cannot be written, also one of an earlier event */
  write(event: TraceEvent): void;
  /** Writes results.edn and closes. */
  finish(results: DatumRecord): void;
  /** Writes what is left and moves the links to this run. Doing it twice does nothing. */
  close(): void;
}

/**
 * Makes the folder of a new run below `root`, which is made if need be.
 *
 * @throws {StoreError} if that is impossible
 */
export function createRunStore(root: string, description: RunDescription): RunStore {
  const directory = createDirectory(join(root, description.header.workload), description.startedAt);
  writeWhole(join(directory, "run.json"), `${JSON.stringify(description.run, null, 2)}\n`);
  replaceLink(join(root, "current"), directory);
  return new OpenRunStore(root, directory, description.header);
}

class OpenRunStore implements RunStore {
  readonly directory: string;
  readonly #links: readonly string[];
  readonly #historyEdn: LineFile;
  readonly #historyText: LineFile;
  readonly #trace: LineFile;
  readonly #logs: ReadonlyMap<string, LineFile>;
  #flushing: NodeJS.Immediate | null = null;
  #failure: unknown = null;
  #closed = false;

  constructor(root: string, directory: string, header: TraceHeader) {
    this.directory = directory;
    this.#links = [join(root, "latest"), join(root, header.workload, "latest")];
    this.#historyEdn = new LineFile(join(directory, "history.edn"));
    this.#historyText = new LineFile(join(directory, "history.txt"));
    this.#trace = new LineFile(join(directory, "trace.jsonl"));
    this.#logs = new Map(
      header.nodes.map((node) => [node, new LineFile(join(directory, "node-logs", `${fileName(node)}.log`))]),
    );
    this.#trace.append(traceHeaderLine(header));
    this.#trace.flush();
    process.on("exit", this.#onExit);
  }

  write(event: TraceEvent): void {
    this.#throwFailure();
    this.#trace.append(traceLine(event));
    if (event.kind === "op") {
      this.#historyEdn.append(printEdn(operationDatum(event.op)));
      this.#historyText.append(historyTextLine(event.op));
    } else if (event.kind === "log") {
      this.#logs.get(event.node)?.append(event.line);
    }
    this.#flushing ??= macroTask(() => {
      this.#flushing = null;
      this.#flush();
    });
  }

  finish(results: DatumRecord): void {
    this.#closeFiles();
    this.#throwFailure();
    // In one step, as results.edn says that the run is complete.
    const path = join(this.directory, "results.edn");
    writeWhole(`${path}.new`, `${prettyEdn(results)}\n`);
    renameSync(`${path}.new`, path);
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#closeFiles();
    for (const link of this.#links) replaceLink(link, this.directory);
    this.#throwFailure();
  }

  #closeFiles(): void {
    process.off("exit", this.#onExit);
    if (this.#flushing !== null) clearImmediate(this.#flushing);
    this.#flush();
    for (const file of this.#files()) file.close();
  }

  /** Also called when a crash ends the process: an uncaught exception lets the listeners of `exit` run. */
  readonly #onExit = (): void => this.#flush();

  /**
   * One file that cannot be written does not keep the others from it. There may be nobody to catch the error here, so it
   * is kept for the next call that can throw it.
   */
  #flush(): void {
    for (const file of this.#files()) {
      try {
        file.flush();
      } catch (error) {
        this.#failure ??= error;
      }
    }
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  *#files(): Iterable<LineFile> {
    yield this.#historyEdn;
    yield this.#historyText;
    yield this.#trace;
    yield* this.#logs.values();
  }
}

/** Makes a folder named by the time, in Jepsen's format, and by a number if a run already has that name. */
function createDirectory(parent: string, startedAt: Date): string {
  const timestamp = startedAt.toISOString().replaceAll(/[-:]/g, "");
  try {
    makeFolder(parent);
    for (let attempt = 1; ; attempt++) {
      const directory = join(parent, attempt === 1 ? timestamp : `${timestamp}-${attempt}`);
      if (tryToCreate(directory)) {
        mkdirSync(join(directory, "node-logs"));
        return directory;
      }
    }
  } catch (cause) {
    const advice = systemAdvice(cause, "choose a folder that can be written to");
    throw new StoreError(`${parent} cannot be created`, cause, advice);
  }
}

function tryToCreate(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Node names come from the command line; one such as `../n1` must not leave the folder. */
function fileName(node: string): string {
  return node.replaceAll(/[^\w.-]/g, "_");
}

function writeWhole(path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (cause) {
    const advice = systemAdvice(cause, "make room, or choose another folder");
    throw new StoreError(`${path} cannot be written`, cause, advice);
  }
}
