/**
 * The bytes of a Fressian file, read from first to last, and what has no parts in them: integers, lengths, texts. What they
 * are put together to is in `read.ts`.
 */
import * as codes from "./codes.ts";
import { FressianError } from "./fressian-error.ts";
import { decodeUnits } from "./utf.ts";

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Where the next byte is, counted from the start. */
  get offset(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next byte, which stays the next one; undefined at the end. */
  get next(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** @throws {FressianError} at the end, as all that follow, if there are too few bytes */
  byte(): number {
    return this.#bytes[this.#take(1)] ?? 0;
  }

  int64(): number | bigint {
    return compact(this.#view.getBigInt64(this.#take(8)));
  }

  float32(): number {
    return this.#view.getFloat32(this.#take(4));
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  /**
   * The integer that `code` begins, or null if it begins something else. Integers up to six bytes share their first
   * byte with their length: 0x50 is the middle of those of two bytes, so `50 05` is 5 and `4f ff` is −1.
   */
  packedInteger(code: number): number | null {
    if (code < 0x40) return code;
    if (code === codes.MINUS_ONE) return -1;
    if (code < 0x60) return this.#afterHighest(code - 0x50, 1);
    if (code < 0x70) return this.#afterHighest(code - 0x68, 2);
    if (code < 0x74) return this.#afterHighest(code - 0x72, 3);
    if (code < 0x78) return this.#afterHighest(code - 0x76, 4);
    if (code < 0x7c) return this.#afterHighest(code - 0x7a, 5);
    if (code < 0x80) return this.#afterHighest(code - 0x7e, 6);
    return null;
  }

  /** Multiplies, because shifts are of 32 bits; 50 bits are exact in a double. */
  #afterHighest(highest: number, count: number): number {
    const start = this.#take(count);
    let value = highest;
    for (let at = start; at < start + count; at++) value = value * 256 + (this.#bytes[at] ?? 0);
    return value;
  }

  /** A length or a place in a cache. */
  count(): number {
    const start = this.#at;
    const code = this.byte();
    const value = this.packedInteger(code) ?? (code === codes.INTEGER ? Number(this.int64()) : -1);
    if (value < 0) throw new FressianError("there should be a length or a place, 0 or more", start);
    return value;
  }

  /** A text, whole or in chunks; `first` is the code that began it at `start`, and has been read. */
  string(first: number, start: number): string {
    let text = "";
    for (let code = first; ; code = this.byte()) {
      const at = this.#at;
      const packed = code >= codes.STRING_PACKED && code < codes.STRING_CHUNK;
      if (!packed && code !== codes.STRING_CHUNK && code !== codes.STRING) {
        throw new FressianError("a string in chunks goes on with something else", at - 1);
      }
      text += this.#text(packed ? code - codes.STRING_PACKED : this.count(), start);
      if (code !== codes.STRING_CHUNK) return text;
    }
  }

  #text(length: number, start: number): string {
    const from = this.#take(length);
    const text = decodeUnits(this.#bytes, from, from + length);
    if (typeof text === "string") return text;
    throw new FressianError(`this string is no text at byte ${text}`, start);
  }

  /** A two's-complement integer of any length, as bytes, highest first. */
  bigInteger(start: number): number | bigint {
    // Hexadecimal text, as putting numbers together chunk by chunk would cost the square of their length.
    let text = "";
    for (;;) {
      const code = this.byte();
      const packed = code >= codes.BYTES_PACKED && code < codes.BYTES_CHUNK;
      if (!packed && code !== codes.BYTES_CHUNK && code !== codes.BYTES) {
        throw new FressianError("a big integer should be made of bytes", start);
      }
      const length = packed ? code - codes.BYTES_PACKED : this.count();
      const from = this.#take(length);
      text += Array.from(this.#bytes.subarray(from, from + length), hex).join("");
      if (code === codes.BYTES_CHUNK) continue;
      return compact(BigInt.asIntN(text.length * 4, BigInt(`0x0${text}`)));
    }
  }

  /** Steps over `count` bytes, and gives the offset of the first of them. */
  #take(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) {
      throw new FressianError("the file ends within a value", this.#bytes.length);
    }
    this.#at = start + count;
    return start;
  }
}

export function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** As everywhere, a number where it is exact. */
function compact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
