/**
 * From the chunks of a byte stream to its lines.
 *
 * Bytes are decoded only up to a newline, so a chunk that ends within a character does no harm: in UTF-8 the byte 10
 * is never part of another character. And what belongs to an unfinished line is put aside and joined once, when the
 * line ends: a line of 10 MB comes in 160 chunks, and joining or searching it anew at each would take 160 times as
 * long.
 */

const newline = 10;

/** How long a line may be, in bytes; V8's strings end at half a gigabyte. */
export const lineLimit: number = 2 ** 28;

export interface LineReaderOptions {
  /** Takes a line without its line end. Blank lines are left out; a carriage return at the end is left, JSON skips it. */
  readonly onLine: (line: string) => void;
  /** Told of a line that was left out because it is longer than the limit. */
  readonly onTooLong: (limit: number) => void;
  /** How long a line that spans chunks may be, in bytes; `lineLimit` if not given. */
  readonly limit?: number;
}

export class LineReader {
  readonly #onLine: (line: string) => void;
  readonly #onTooLong: (limit: number) => void;
  readonly #limit: number;
  /** The pieces of the line that has begun and not ended. */
  #pieces: Buffer[] = [];
  #length = 0;

  constructor({ onLine, onTooLong, limit = lineLimit }: LineReaderOptions) {
    this.#onLine = onLine;
    this.#onTooLong = onTooLong;
    this.#limit = limit;
  }

  /** Takes the next chunk. */
  push(chunk: Buffer): void {
    const end = chunk.lastIndexOf(newline);
    if (end === -1) {
      this.#putAside(chunk);
      return;
    }
    let lines = chunk.subarray(0, end);
    if (this.#length > 0) {
      const first = chunk.indexOf(newline);
      this.#putAside(chunk.subarray(0, first));
      this.#finish();
      if (first === end) {
        this.#putAside(chunk.subarray(end + 1));
        return;
      }
      lines = chunk.subarray(first + 1, end);
    }
    this.#emit(lines.toString());
    this.#putAside(chunk.subarray(end + 1));
  }

  /** Takes the end of the stream, which ends a last line without a newline. */
  end(): void {
    if (this.#length > 0) this.#finish();
  }

  #putAside(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length <= this.#limit) {
      if (piece.length > 0) this.#pieces.push(piece);
    } else {
      // Only the length is kept, so that a line without end does not fill the memory.
      this.#pieces = [];
    }
  }

  #finish(): void {
    const tooLong = this.#length > this.#limit;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#length = 0;
    if (tooLong) this.#onTooLong(this.#limit);
    else this.#emit(Buffer.concat(pieces).toString());
  }

  /** Emits lines that newlines part. One decoding for all lines of a chunk is several times as fast as one for each. */
  #emit(text: string): void {
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      this.#emitLine(text.slice(start, end));
      start = end + 1;
    }
    this.#emitLine(text.slice(start));
  }

  #emitLine(line: string): void {
    if (line !== "" && line !== "\r") this.#onLine(line);
  }
}
