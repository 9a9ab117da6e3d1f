/**
 * Running Maelstrom's launcher: everything it says goes to a file and to whoever listens, and nothing of it outlives this call.
 *
 * The launcher leads a process group of its own, to which the JVM and the nodes that it starts belong. So Ctrl-C in a terminal
 * reaches the bench alone, which ends them in order; and when Maelstrom is through, what it leaves behind goes, too: it kills
 * the process of a node, not what that has started itself (a start script's child).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";

/** Taking care of process groups by the number of their leader. */
export interface ProcessGroups {
  /** From now on the group is killed when this process exits. */
  adopt(leader: number): void;
  /** Asks everybody in the group to end. */
  terminate(leader: number): void;
  /** Ends everybody in the group; settles when nobody is left. */
  kill(leader: number): Promise<void>;
}

export interface Launch {
  /** Absolute path. */
  readonly launcher: string;
  readonly argv: readonly string[];
  /** The working directory: Maelstrom writes to `store` in it. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Everything that is said is kept here. */
  readonly outputFile: string;
  readonly line: (line: string) => void;
  /** Ends the run: SIGTERM, and SIGKILL for those who do not heed it. */
  readonly signal: AbortSignal;
  readonly groups: ProcessGroups;
  /** How long those who were asked to end may take, in milliseconds. */
  readonly patienceMs?: number;
}

export type Ending =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "killed"; readonly signal: NodeJS.Signals };

/** Maelstrom could not be started. */
export class LaunchError extends Error {
  override readonly name: string = "LaunchError";
}

/** A JVM ends in well under a second; a node may have something to tidy up. */
const DEFAULT_PATIENCE_MS = 5_000;

/** @throws {LaunchError} if the launcher cannot be started, or its output cannot be kept */
export async function launch(request: Launch): Promise<Ending> {
  const { launcher, argv, directory, env, outputFile, groups, signal } = request;
  if (signal.aborted) return { kind: "killed", signal: "SIGTERM" };
  const output = new OutputFile(outputFile);
  const child = spawn(launcher, [...argv], {
    cwd: directory,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid } = child;
  try {
    if (pid === undefined) {
      const [error]: unknown[] = await once(child, "error");
      throw new LaunchError(
        `Maelstrom cannot be started: ${error instanceof Error ? error.message : launcher}; see \`glomers maelstrom doctor\``,
      );
    }
    groups.adopt(pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => output.write(chunk));
      createInterface({ input: stream }).on("line", request.line);
    }
    const closed = once(child, "close");
    const ending = await endingOf(child, pid, request);
    await groups.kill(pid);
    // What was said last is heard, too, now that nobody is left who could hold the pipe open.
    await closed;
    return ending;
  } finally {
    output.close();
  }
}

/** Waits for the end, and brings it about when it is asked for. */
async function endingOf(child: ChildProcess, pid: number, request: Launch): Promise<Ending> {
  const { signal, groups, patienceMs = DEFAULT_PATIENCE_MS } = request;
  let impatience: NodeJS.Timeout | null = null;
  const stop = (): void => {
    groups.terminate(pid);
    impatience = setTimeout(() => void groups.kill(pid), patienceMs);
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const [code, killedBy]: unknown[] = await once(child, "exit");
    return typeof code === "number"
      ? { kind: "exited", code }
      : { kind: "killed", signal: isSignal(killedBy) ? killedBy : "SIGKILL" };
  } finally {
    signal.removeEventListener("abort", stop);
    if (impatience !== null) clearTimeout(impatience);
  }
}

function isSignal(value: unknown): value is NodeJS.Signals {
  return typeof value === "string" && value.startsWith("SIG");
}

/** Written at once, so that it is there however this process ends. */
class OutputFile {
  readonly #descriptor: number;
  readonly #path: string;
  #isFull = false;

  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, "w");
    } catch (cause) {
      throw new LaunchError(
        `Maelstrom's output cannot be kept in ${path}: ${cause instanceof Error ? cause.message : String(cause)}; choose another folder with --store`,
      );
    }
  }

  /** A disk that is full ends the record, not the run, which says so itself when its store cannot be written. */
  write(chunk: Buffer): void {
    if (this.#isFull) return;
    try {
      for (let written = 0; written < chunk.length; ) written += writeSync(this.#descriptor, chunk, written);
    } catch {
      this.#isFull = true;
      process.emitWarning(`${this.#path} cannot be written any more; Maelstrom's output is incomplete`);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
