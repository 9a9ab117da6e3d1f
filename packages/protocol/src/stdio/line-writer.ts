/**
 * Lines out, whole and together.
 *
 * The lines of one turn of the event loop leave in one write: a system call costs more than a small message. While
 * the stream is clogged they wait here, and its owner is told, so that it takes in no more work than it can give out.
 */
import type { Writable } from "node:stream";

/** At this many characters, the lines do not wait for the end of the turn. */
const batch = 2 ** 18;

export class LineWriter {
  readonly #stream: Writable;
  readonly #onClogged: (clogged: boolean) => void;
  #pending = "";
  #scheduled = false;
  #clogged = false;

  constructor(stream: Writable, onClogged: (clogged: boolean) => void) {
    this.#stream = stream;
    this.#onClogged = onClogged;
  }

  /** Takes a line without its line end. */
  write(line: string): void {
    this.#pending += `${line}\n`;
    if (this.#pending.length >= batch) {
      this.#flush();
    } else if (!this.#scheduled) {
      this.#scheduled = true;
      // Comes after all input of the turn, and after the promises that it settled.
      setImmediate(() => {
        this.#scheduled = false;
        this.#flush();
      });
    }
  }

  /** Resolves when everything that was written has left. */
  flushed(): Promise<void> {
    const pending = this.#pending;
    this.#pending = "";
    return new Promise((resolve) => this.#stream.write(pending, () => resolve()));
  }

  #flush(): void {
    if (this.#clogged || this.#pending === "") return;
    const pending = this.#pending;
    this.#pending = "";
    // `write` says no to anything larger than the stream's buffer, even if the system took all of it at once.
    if (this.#stream.write(pending) || this.#stream.writableLength === 0) return;
    this.#clogged = true;
    this.#onClogged(true);
    this.#stream.once("drain", () => {
      this.#clogged = false;
      this.#onClogged(false);
      this.#flush();
    });
  }
}
