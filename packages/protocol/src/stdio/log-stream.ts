/**
 * The stream of the log, opened when there is something to say.
 *
 * Opening `process.stderr` takes Node a good part of a millisecond of the few in which a node is expected to start, and
 * most nodes have nothing to say.
 */
import type { Writable } from "node:stream";

export class LogStream {
  readonly #open: () => Writable;
  #stream: Writable | undefined;

  constructor(open: () => Writable) {
    this.#open = open;
  }

  write(text: string): void {
    if (this.#stream === undefined) {
      this.#stream = this.#open();
      // Who closed the log does not want it; the node serves on.
      this.#stream.on("error", () => {});
    }
    this.#stream.write(text);
  }

  /** Resolves when everything that was written has left, or cannot. */
  flushed(): Promise<void> {
    const stream = this.#stream;
    if (stream === undefined) return Promise.resolve();
    return new Promise((resolve) => stream.write("", () => resolve()));
  }
}
