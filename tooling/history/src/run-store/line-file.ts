/**
 * A file that only grows, by whole lines.
 *
 * Lines are gathered and written together, as a system call for each would cost a run in virtual time more than
 * the run itself. What is written always ends with a line end, so that a reader of an interrupted run never meets
 * half a line. The writes are synchronous: they also work in a process that is about to end.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { StoreError } from "./store-error.ts";
import { systemAdvice } from "./system-advice.ts";

/** So many characters are worth a write of their own. */
const FULL = 64 * 1024;

export class LineFile {
  readonly #path: string;
  readonly #descriptor: number;
  #lines: string[] = [];
  #length = 0;
  #closed = false;

  /** Creates the file. @throws {StoreError} if that is impossible */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, "wx");
    } catch (cause) {
      const advice = systemAdvice(cause, "choose a folder that can be written to");
      throw new StoreError(`${path} cannot be created`, cause, advice);
    }
  }

  /** Adds a line, which may contain line ends of its own only if they are whole lines too. */
  append(line: string): void {
    if (this.#closed) throw new Error(`${this.#path} is closed; write before the run is finished`);
    this.#lines.push(line);
    this.#length += line.length + 1;
    if (this.#length >= FULL) this.flush();
  }

  /** Hands everything to the operating system. @throws {StoreError} if it does not take it */
  flush(): void {
    if (this.#lines.length === 0) return;
    const bytes = Buffer.from(`${this.#lines.join("\n")}\n`);
    this.#lines = [];
    this.#length = 0;
    try {
      // A write may be cut short, by a full disk for instance; the next one then says why.
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(this.#descriptor, bytes, written);
      }
    } catch (cause) {
      const advice = systemAdvice(cause, "make room, or choose another folder");
      throw new StoreError(`${this.#path} cannot be written`, cause, advice);
    }
  }

  /** Flushes and closes; doing it twice does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.flush();
    } finally {
      closeSync(this.#descriptor);
    }
  }
}
