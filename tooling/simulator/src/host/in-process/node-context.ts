/**
 * Knows for which node the code that runs right now works, through timers, promises and `await`.
 *
 * The process that simulates is also the one that runs the tests and the bench. Both may look at the clock; nodes may
 * not. `AsyncLocalStorage` tells them apart.
 */
import { AsyncLocalStorage } from "node:async_hooks";

const storage = new AsyncLocalStorage<string>();

/** Runs `work`, and everything that follows from it, on behalf of `node`. */
export function onBehalfOf<T>(node: string, work: () => T): T {
  return storage.run(node, work);
}

/** The node for which the caller works; undefined if for none. */
export function currentNode(): string | undefined {
  return storage.getStore();
}
