/**
 * Waiting for a signal with one listener of it, however many wait: a node that asks its 24 peers under one signal would have 24, and
 * at the eleventh Node 20 warns on stderr of a leak that there is not.
 *
 * Invariant: a signal has a listener of ours exactly as long as somebody waits for it.
 */

interface Waiting {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const bySignal = /* @__PURE__ */ new WeakMap<AbortSignal, Waiting>();

/** Has `callback` called when `signal` is aborted, which it is not yet. Returns what takes that back. */
export function whenAborted(signal: AbortSignal, callback: () => void): () => void {
  const waiting = bySignal.get(signal) ?? listenTo(signal);
  // One of its own, as the same callback may wait twice.
  const entry = (): void => callback();
  waiting.callbacks.add(entry);
  return () => {
    if (!waiting.callbacks.delete(entry) || waiting.callbacks.size > 0) return;
    signal.removeEventListener("abort", waiting.listener);
    bySignal.delete(signal);
  };
}

function listenTo(signal: AbortSignal): Waiting {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    bySignal.delete(signal);
    const all = [...callbacks];
    callbacks.clear();
    for (const callback of all) callback();
  };
  const waiting = { callbacks, listener };
  bySignal.set(signal, waiting);
  signal.addEventListener("abort", listener, { once: true });
  return waiting;
}
