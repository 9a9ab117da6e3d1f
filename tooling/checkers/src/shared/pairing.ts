/** Which completion belongs to which invocation. */
import type { Operation, Process } from "@gossip-glomers/history";

/** One client operation: its invocation, and its completion unless the history ends before it. */
export interface Call {
  readonly invocation: Operation;
  readonly completion: Operation | null;
}

/**
 * The client operations of a history, in the order of their invocations.
 *
 * A process does one thing at a time, so a completion belongs to the last invocation of its process. A
 * completion without an invocation belongs to nothing and is left out.
 */
export function pairCalls(history: readonly Operation[]): Call[] {
  const calls: { invocation: Operation; completion: Operation | null }[] = [];
  const open = new Map<Process, { invocation: Operation; completion: Operation | null }>();
  for (const operation of history) {
    if (operation.process === "nemesis") continue;
    if (operation.type === "invoke") {
      const call = { invocation: operation, completion: null };
      calls.push(call);
      open.set(operation.process, call);
    } else {
      const call = open.get(operation.process);
      if (call === undefined) continue;
      call.completion = operation;
      open.delete(operation.process);
    }
  }
  return calls;
}
