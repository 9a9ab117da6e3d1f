/**
 * What a node remembers of logs that are in use. All that is in lin-kv, so it is only there to save requests; kept for ever it would
 * be the last 32 messages of every log there ever was, which of many short logs is all that was ever sent.
 *
 * By time and not by number: however many logs are in use, each of them is remembered, and one that is used less often than this
 * can afford the few requests that find its end again.
 */
import type { Runtime } from "@gossip-glomers/protocol";

/** How long something is remembered that is not used, in milliseconds. */
const forgetAfterMs = 30_000;

export class Recent<Value> {
  readonly #runtime: Pick<Runtime, "now">;
  /** By log, that which has not been used for longest first. */
  readonly #used = new Map<string, { readonly value: Value; readonly at: number }>();

  constructor(runtime: Pick<Runtime, "now">) {
    this.#runtime = runtime;
  }

  /** How many logs it knows something of. */
  get size(): number {
    return this.#used.size;
  }

  /** What is remembered of a log, which is thereby used. */
  get(key: string): Value | undefined {
    const found = this.#used.get(key);
    if (found !== undefined) this.set(key, found.value);
    return found?.value;
  }

  /** Remembers something of a log, and forgets what has not been used for long. */
  set(key: string, value: Value): void {
    const now = this.#runtime.now();
    this.#used.delete(key);
    this.#used.set(key, { value, at: now });
    for (const [oldest, { at }] of this.#used) {
      if (at > now - forgetAfterMs) return;
      this.#used.delete(oldest);
    }
  }
}
