/**
 * Cuts a stream of bytes into lines, as Java's reader does for Maelstrom: `\n` and `\r\n` end a line, and so does the
 * end of the stream if anything stands before it.
 *
 * A line has a limit, because a node that writes without ever ending its line would fill the memory.
 */
import { StringDecoder } from "node:string_decoder";

export interface LineHandler {
  line(line: string): void;
  /** A line passed the limit: `beginning` is what there was of it. The rest of it, up to its end, is skipped. */
  endless(beginning: string): void;
}

export class LineSplitter {
  readonly #handler: LineHandler;
  readonly #maxLength: number;
  // A character of several bytes may be cut by a chunk's end.
  readonly #decoder = new StringDecoder("utf8");
  /** The unfinished line, in pieces: joining them at each chunk would copy a long line once per chunk. */
  #pieces: string[] = [];
  #length = 0;
  #isSkipping = false;

  /** @param maxLength in UTF-16 code units. */
  constructor(handler: LineHandler, maxLength: number) {
    this.#handler = handler;
    this.#maxLength = maxLength;
  }

  /** What stands behind the last end of a line; empty while a line that passed the limit is skipped. */
  get unfinished(): string {
    return this.#pieces.join("");
  }

  push(chunk: Buffer): void {
    const text = this.#decoder.write(chunk);
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      this.#add(text.slice(start, end));
      this.#endLine();
      start = end + 1;
    }
    if (start < text.length) this.#add(text.slice(start));
  }

  /** Says that the stream has ended. */
  end(): void {
    this.#add(this.#decoder.end());
    if (this.#length > 0) this.#endLine();
  }

  #add(piece: string): void {
    if (this.#isSkipping) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length <= this.#maxLength) return;
    const beginning = this.#takeLine();
    this.#isSkipping = true;
    this.#handler.endless(beginning);
  }

  #endLine(): void {
    if (this.#isSkipping) {
      this.#isSkipping = false;
      return;
    }
    const line = this.#takeLine();
    this.#handler.line(line.endsWith("\r") ? line.slice(0, -1) : line);
  }

  #takeLine(): string {
    const line = this.#pieces.length === 1 ? (this.#pieces[0] ?? "") : this.#pieces.join("");
    this.#pieces = [];
    this.#length = 0;
    return line;
  }
}
