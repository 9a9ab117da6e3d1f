/**
 * Knows for which node the code that runs right now works, also behind promises and `await`.
 *
 * The process that simulates is also the one that runs the tests and the bench. Both may look at the clock; nodes may
 * not. What a node is called for runs at once or in the microtasks that follow, and time stands still until the last of them
 * has run (see `virtual-clock.ts`), so that it is enough to remember the node until then.
 *
 * `AsyncLocalStorage` would know it behind real I/O as well, which no node of a simulation waits for; but up to Node 22 it costs
 * a tenth of a run, as every promise of the process then goes through its hooks. The price of doing without: whoever waits
 * for a promise that a node's own code settles, as a test might, counts as that node until the next macro task.
 */

// Taken now: the queue of ticks is looked at when the one of microtasks is empty, however many those beget.
const { nextTick } = process;

// `queueMicrotask` makes an object for `node:async_hooks` of each task, at twice the price.
const asMicrotask = Promise.resolve();

let working: string | undefined;
let isEndDue = false;

/** Runs `work`, and the microtasks that follow from it, on behalf of `node`. */
export function onBehalfOf<T>(node: string, work: () => T): T {
  const outer = working;
  working = node;
  // Before all microtasks of `work`, as it is asked for first.
  void asMicrotask.then(() => {
    working = node;
    if (isEndDue) return;
    isEndDue = true;
    nextTick(end);
  });
  try {
    return work();
  } finally {
    working = outer;
  }
}

/** The node for which the caller works; undefined if for none. */
export function currentNode(): string | undefined {
  return working;
}

function end(): void {
  working = undefined;
  isEndDue = false;
}
