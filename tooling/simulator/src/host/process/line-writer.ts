/**
 * Writes lines to a pipe: those of one turn of the event loop together, because a system call costs more than a
 * message, and none while the pipe is full, so that what a slow node has not read yet is kept once, as lines.
 */
import type { Writable } from "node:stream";

export class LineWriter {
  readonly #stream: Writable;
  #waiting: string[] = [];
  #isBusy = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("drain", () => this.#flush());
    // The reader has died; whoever watches the process says so.
    stream.on("error", () => this.#abandon());
    stream.on("close", () => this.#abandon());
  }

  write(line: string): void {
    if (this.#stream.destroyed) return;
    this.#waiting.push(line);
    if (this.#isBusy) return;
    this.#isBusy = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#isBusy = false;
    if (this.#waiting.length === 0 || this.#stream.destroyed) return;
    this.#waiting.push("");
    const text = this.#waiting.join("\n");
    this.#waiting = [];
    this.#isBusy = !this.#stream.write(text);
  }

  #abandon(): void {
    this.#waiting = [];
  }
}
