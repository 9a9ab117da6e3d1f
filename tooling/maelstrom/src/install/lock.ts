/**
 * One installation at a time in one cache: who comes second waits, and then finds it done.
 *
 * The lock is a folder whose time its owner keeps fresh, so that the lock of a process that was killed grows old and is taken
 * over.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, InstallError } from "./install-error.ts";

/** A decoder that is busy with a block lets nothing else run for up to half a second; this is far more. */
export const staleMs = 20_000;
const updateMs = 4_000;
const pauseMs = 250;

export interface Locking {
  readonly signal: AbortSignal;
  /** Waits. Rejects at once when it is interrupted. */
  pause(ms: number): Promise<void>;
  /** Called once if another process has the lock. */
  waiting(): void;
}

/**
 * Runs `work` while no other process does the same in this folder.
 *
 * @param work - its signal is aborted when the run is interrupted, or the lock lost
 */
export async function withLock<T>(
  folder: string,
  { signal, pause, waiting }: Locking,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  // Not before it is needed: it listens to signals and wraps functions of `fs`, of which no other command should know.
  const { lock } = await import("proper-lockfile");
  await mkdir(folder, { recursive: true });
  const lost = new AbortController();
  const abort = (): void => lost.abort(signal.reason);
  signal.addEventListener("abort", abort);
  const options = {
    lockfilePath: join(folder, ".lock"),
    stale: staleMs,
    update: updateMs,
    // As after a laptop's sleep, in which another process took the lock over.
    onCompromised: () => lost.abort(new InstallError("another installation has taken over; run it again")),
  };
  try {
    for (let first = true; ; first = false) {
      signal.throwIfAborted();
      const release = await lock(folder, options).catch((error: unknown) => {
        if (codeOf(error) === "ELOCKED") return null;
        throw error;
      });
      if (release === null) {
        if (first) waiting();
        await pause(pauseMs);
        continue;
      }
      try {
        return await work(lost.signal);
      } finally {
        // Of a lock that was lost nothing is left to be given back.
        await release().catch(() => {});
      }
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
