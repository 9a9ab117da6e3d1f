/**
 * Which completion belongs to which invocation: a process does one thing at a time, so the next operation of a process
 * that is no invocation completes its last one.
 */
import type { Operation } from "@gossip-glomers/history";

/** One client operation: its invocation, and its completion unless the history ends before it. */
export interface Call {
  readonly invocation: Operation;
  readonly completion: Operation | null;
}

/**
 * Walks through the operations of clients in the order of the history.
 *
 * @param invoked what is to be remembered of an invocation until it completes
 * @param completed is given that, or undefined for a completion whose invocation is not there, as in a history that
 * was cut at its front
 */
export function followCalls<Begun>(
  history: readonly Operation[],
  invoked: (invocation: Operation) => Begun,
  completed: (completion: Operation, begun: Begun | undefined) => void,
): void {
  const open = new Map<number, Begun | undefined>();
  for (const operation of history) {
    const { process, type } = operation;
    if (process === "nemesis") continue;
    if (type === "invoke") {
      // If a process begins anew without an end, nobody knows what became of what it did before.
      open.set(process, invoked(operation));
    } else {
      const begun = open.get(process);
      // Not deleted: the process is about to begin anew, and a map that loses and gains keys all the time is slow.
      open.set(process, undefined);
      completed(operation, begun);
    }
  }
}

/** The client operations of a history, in the order of their invocations; completions without one are left out. */
export function pairCalls(history: readonly Operation[]): readonly Call[] {
  const calls: { invocation: Operation; completion: Operation | null }[] = [];
  followCalls(
    history,
    (invocation) => {
      const call = { invocation, completion: null };
      calls.push(call);
      return call;
    },
    (completion, call: { completion: Operation | null } | undefined) => {
      if (call !== undefined) call.completion = completion;
    },
  );
  return calls;
}
