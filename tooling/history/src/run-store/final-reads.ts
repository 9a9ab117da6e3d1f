/**
 * Recognising the last reads of the counters where the history does not mark them.
 *
 * At the end each thread reads once (MAELSTROM.md 10.5). So with c threads the last c invocations are reads, one of
 * each thread. How many threads there were follows from the processes: thread t has the processes t, t + c, t + 2c, …,
 * and goes to the next when an operation ended in `info` (7.4).
 */
import type { Operation } from "../operation.ts";

/**
 * The same operations, the last reads of a history of a counter marked as final; any other history as it is, also
 * one that ends before its last reads.
 */
export function markFinalReads(operations: readonly Operation[]): readonly Operation[] {
  const invocations = operations.filter(({ type, process }) => type === "invoke" && process !== "nemesis");
  if (!operations.some(isReadOfCounter)) return operations;
  const threads = threadCount(operations);
  const last = invocations.slice(-threads);
  const readers = new Set(last.map(({ process }) => threadOf(process, threads)));
  if (readers.size < threads || last.some(({ f }) => f !== "read")) return operations;
  const processes = new Set(last.map(({ process }) => process));
  const from = last[0]?.index ?? 0;
  return operations.map((operation) =>
    operation.index >= from &&
    processes.has(operation.process) &&
    operation.f === "read" &&
    isOfLast(operation)
      ? { ...operation, final: true }
      : operation,
  );

  /** A thread's operation from before may complete after another thread's last read began. */
  function isOfLast({ process, index }: Operation): boolean {
    return last.some((invocation) => invocation.process === process && invocation.index <= index);
  }
}

/** A g-set has adds and reads too, but reads lists. */
function isReadOfCounter({ type, f, value }: Operation): boolean {
  return type === "ok" && f === "read" && typeof value === "number";
}

/** The least number of threads that the processes of a history agree with. */
function threadCount(operations: readonly Operation[]): number {
  const began = new Map<number, number>();
  const retired = new Map<number, number>();
  for (const { process, type, index } of operations) {
    if (process === "nemesis") continue;
    if (type === "invoke" && !began.has(process)) began.set(process, index);
    if (type === "info") retired.set(process, index);
  }
  const processes = [...began.keys()];
  for (let threads = 1; threads < processes.length; threads++) {
    const agrees = processes.every((process) => {
      const before = retired.get(process - threads);
      return process < threads || (before !== undefined && before < (began.get(process) ?? 0));
    });
    if (agrees) return threads;
  }
  return processes.length;
}

function threadOf(process: Operation["process"], threads: number): number {
  return process === "nemesis" ? -1 : process % threads;
}
