/**
 * Tries one input after the other, and cuts off what a test's own time limit cannot: a reader that never comes back holds the
 * thread, and one that believes a length takes the machine's memory before anything is judged.
 */
import { createContext, Script } from "node:vm";

export interface Limits {
  /** For so many inputs together, as each call of a watched script starts a thread. */
  readonly batch: number;
  readonly batchMs: number;
  /** What one input may leave behind, until the collector comes. */
  readonly bytes: number;
}

/** Far more than any input needs on a busy machine: a hundred of them take some milliseconds and a few megabytes. */
export const limits: Limits = { batch: 100, batchMs: 30_000, bytes: 64 * 2 ** 20 };

const batchScript = new Script("run()");

/** @throws {Error} naming the input at which `attempt` failed, did not end, or took more memory than `bytes` */
export function eachInput(
  count: number,
  seed: number,
  attempt: (number: number) => void,
  { batch, batchMs, bytes }: Limits = limits,
): void {
  let number = 0;
  const run = (): void => {
    for (const end = Math.min(count, number + batch); number < end; number++) {
      const before = memoryInUse();
      attempt(number);
      const taken = memoryInUse() - before;
      if (taken > bytes) throw new Error(`it took ${Math.round(taken / 2 ** 20)} MiB of memory`);
    }
  };
  // What the script calls is of this context, and so are its errors; only the one of the time limit is not.
  const context = createContext({ run });
  while (number < count) {
    try {
      batchScript.runInContext(context, { timeout: batchMs, displayErrors: false });
    } catch (error) {
      const why = isTimeout(error) ? new Error(`it had not ended after ${batchMs} ms`) : error;
      throw new Error(
        `input ${number} of seed ${seed}: ${why instanceof Error ? (why.stack ?? why.message) : String(why)}`,
        { cause: why },
      );
    }
  }
}

function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
