/**
 * Fressian, the binary notation of Datomic, as Maelstrom writes its journal of messages in it
 * (https://github.com/Datomic/fressian/wiki). Read first `codes.ts`.
 *
 * Of Fressian there is what JSON and Clojure's names can become; uuids, dates, arrays and the like are errors, because
 * no message has them. The file is not trusted: a length is believed only as far as there are bytes, nesting is
 * bounded, and a cache holds only what cannot hold others, so that bytes that were damaged or made on purpose cost no
 * more time and memory than their number.
 */
import { type Datum, EdnSymbol, Float, Keyword, recordOf } from "../datum.ts";
import * as codes from "./codes.ts";
import { FressianError } from "./fressian-error.ts";
import { decodeUnits } from "./utf.ts";

/** A value of a kind of its own, for instance one event of a journal. */
export class Struct {
  readonly tag: string;
  readonly fields: readonly Value[];

  constructor(tag: string, fields: readonly Value[]) {
    this.tag = tag;
    this.fields = fields;
  }
}

/** What Fressian's bytes say. Structs stand only at the top, and in structs. */
export type Value = Datum | Struct;

/** Deeper than any message that Maelstrom could have read, and far from the end of the stack. */
const DEEPEST = 500;

interface StructKind {
  readonly tag: string;
  readonly fieldCount: number;
}

/** Reads values one after the other; the caches live as long as the reader. */
export class FressianReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #depth = 0;
  /** Null stands for a value that is being read, and that nothing may refer to yet. */
  #cache: (string | Keyword | EdnSymbol | null)[] = [];
  #kinds: StructKind[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Where the next value begins, in bytes from the start. */
  get offset(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** @throws {FressianError} if the bytes end within the value, or are none that a journal has */
  read(): Value {
    const start = this.#at;
    this.#depth++;
    if (this.#depth > DEEPEST) throw new FressianError(`values are nested more than ${DEEPEST} deep`, start);
    const value = this.#readCoded(this.#byte(), start);
    this.#depth--;
    return value;
  }

  #readCoded(code: number, start: number): Value {
    const integer = this.#packedInteger(code);
    if (integer !== null) return integer;
    if (code >= codes.CACHED_PACKED && code < codes.CACHED_PACKED_END) {
      return this.#cached(code - codes.CACHED_PACKED, start);
    }
    if (code >= codes.STRUCT_PACKED && code < codes.STRUCT_PACKED_END) {
      return this.#struct(code - codes.STRUCT_PACKED, start);
    }
    if (code >= codes.BYTES_PACKED && code <= codes.BYTES) {
      throw new FressianError("bytes stand where a value should be", start);
    }
    if (code >= codes.STRING_PACKED && code <= codes.STRING) return this.#string(code, start);
    if (code >= codes.LIST_PACKED && code < codes.LIST) return this.#items(code - codes.LIST_PACKED);
    switch (code) {
      case codes.NULL:
        return null;
      case codes.TRUE:
        return true;
      case codes.FALSE:
        return false;
      case codes.INTEGER:
        return compact(this.#view.getBigInt64(this.#take(8)));
      case codes.FLOAT:
        return floating(this.#view.getFloat32(this.#take(4)));
      case codes.DOUBLE:
        return floating(this.#view.getFloat64(this.#take(8)));
      case codes.DOUBLE_0:
        return new Float(0);
      case codes.DOUBLE_1:
        return new Float(1);
      case codes.BIG_INTEGER:
        return this.#bigInteger(start);
      case codes.KEYWORD:
        return new Keyword(this.#name(start));
      case codes.SYMBOL:
        return new EdnSymbol(this.#name(start));
      case codes.MAP:
        return this.#map(start);
      case codes.SET:
        return new Set(this.#listWithin(start));
      case codes.LIST:
        return this.#items(this.#count());
      case codes.BEGIN_CLOSED_LIST:
        return this.#itemsToEnd(start, false);
      case codes.BEGIN_OPEN_LIST:
        return this.#itemsToEnd(start, true);
      case codes.PUT_CACHED:
        return this.#readAndCache(start);
      case codes.GET_CACHED:
        return this.#cached(this.#count(), start);
      case codes.STRUCT_TYPE:
        return this.#firstStruct(start);
      case codes.STRUCT:
        return this.#struct(this.#count(), start);
      case codes.RESET_CACHES:
        this.#cache = [];
        this.#kinds = [];
        return this.read();
      case codes.END_COLLECTION:
        throw new FressianError("the end of a list stands where a value should be", start);
      default:
        throw new FressianError(`0x${hex(code)} begins no value that a journal has`, start);
    }
  }

  /**
   * The integer that `code` begins, or null if it begins something else. Integers up to six bytes share their first
   * byte with their length: 0x50 is the middle of those of two bytes, so `50 05` is 5 and `4f ff` is −1.
   */
  #packedInteger(code: number): number | null {
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
  #count(): number {
    const start = this.#at;
    const code = this.#byte();
    const value =
      this.#packedInteger(code) ??
      (code === codes.INTEGER ? Number(this.#view.getBigInt64(this.#take(8))) : -1);
    if (value < 0) throw new FressianError("there should be a length or a place, 0 or more", start);
    return value;
  }

  #string(first: number, start: number): string {
    let text = "";
    for (let code = first; ; code = this.#byte()) {
      const at = this.#at;
      const packed = code >= codes.STRING_PACKED && code < codes.STRING_CHUNK;
      if (!packed && code !== codes.STRING_CHUNK && code !== codes.STRING) {
        throw new FressianError("a string in chunks goes on with something else", at - 1);
      }
      text += this.#text(packed ? code - codes.STRING_PACKED : this.#count(), start);
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
  #bigInteger(start: number): number | bigint {
    // Hexadecimal text, as putting numbers together chunk by chunk would cost the square of their length.
    let text = "";
    for (;;) {
      const code = this.#byte();
      const packed = code >= codes.BYTES_PACKED && code < codes.BYTES_CHUNK;
      if (!packed && code !== codes.BYTES_CHUNK && code !== codes.BYTES) {
        throw new FressianError("a big integer should be made of bytes", start);
      }
      const length = packed ? code - codes.BYTES_PACKED : this.#count();
      const from = this.#take(length);
      text += Array.from(this.#bytes.subarray(from, from + length), hex).join("");
      if (code === codes.BYTES_CHUNK) continue;
      return compact(BigInt.asIntN(text.length * 4, BigInt(`0x0${text}`)));
    }
  }

  /** The name of a keyword or a symbol: a namespace, which may be null, and a name. */
  #name(start: number): string {
    const namespace = this.read();
    const name = this.read();
    if (typeof name !== "string" || (namespace !== null && typeof namespace !== "string")) {
      throw new FressianError("the two parts of a name should be texts", start);
    }
    return namespace === null ? name : `${namespace}/${name}`;
  }

  #map(start: number): Datum {
    const items = this.#listWithin(start);
    if (items.length % 2 !== 0) throw new FressianError("this map has a key without a value", start);
    const entries: [Datum, Datum][] = [];
    const named: [string, Datum][] = [];
    for (let position = 0; position < items.length; position += 2) {
      const key = items[position] ?? null;
      const value = items[position + 1] ?? null;
      entries.push([key, value]);
      if (key instanceof Keyword) named.push([key.name, value]);
    }
    return named.length === entries.length ? recordOf(named) : new Map(entries);
  }

  /** The list that a map or a set consists of. */
  #listWithin(start: number): readonly Datum[] {
    const list = this.#datum();
    if (!Array.isArray(list)) throw new FressianError("a map or a set should consist of a list", start);
    return list;
  }

  #items(count: number): readonly Datum[] {
    const items: Datum[] = [];
    // Not `new Array(count)`: the count is only what the file says.
    for (let position = 0; position < count; position++) items.push(this.#datum());
    return items;
  }

  #itemsToEnd(start: number, open: boolean): readonly Datum[] {
    const items: Datum[] = [];
    for (;;) {
      if (this.atEnd) {
        if (open) return items;
        throw new FressianError("the file ends within this list", start);
      }
      if (this.#bytes[this.#at] === codes.END_COLLECTION) {
        this.#at++;
        return items;
      }
      items.push(this.#datum());
    }
  }

  /** A value that is no struct. */
  #datum(): Datum {
    const start = this.#at;
    const value = this.read();
    if (value instanceof Struct) {
      throw new FressianError(`a struct of the kind ${value.tag} stands within data`, start);
    }
    return value;
  }

  /** The place is taken before the value is read, so that a keyword comes before the text of its name. */
  #readAndCache(start: number): Value {
    const place = this.#cache.length;
    this.#cache.push(null);
    const value = this.read();
    if (typeof value !== "string" && !(value instanceof Keyword) && !(value instanceof EdnSymbol)) {
      throw new FressianError("only texts and names should be cached", start);
    }
    this.#cache[place] = value;
    return value;
  }

  #cached(place: number, start: number): Value {
    const value = this.#cache[place];
    if (value === undefined) {
      throw new FressianError(`there is no cached value ${place}, only ${this.#cache.length} of them`, start);
    }
    if (value === null) throw new FressianError("a cached value refers to itself", start);
    return value;
  }

  #firstStruct(start: number): Struct {
    const tag = this.read();
    if (typeof tag !== "string") throw new FressianError("the tag of a struct should be a text", start);
    this.#kinds.push({ tag, fieldCount: this.#count() });
    return this.#struct(this.#kinds.length - 1, start);
  }

  #struct(place: number, start: number): Struct {
    const kind = this.#kinds[place];
    if (kind === undefined) {
      throw new FressianError(`there is no struct of kind ${place}, only ${this.#kinds.length} kinds`, start);
    }
    const fields: Value[] = [];
    for (let position = 0; position < kind.fieldCount; position++) fields.push(this.read());
    return new Struct(kind.tag, fields);
  }

  #byte(): number {
    return this.#bytes[this.#take(1)] ?? 0;
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

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** As everywhere, a number where it is exact. */
function compact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function floating(value: number): Datum {
  return Number.isInteger(value) ? new Float(value) : value;
}
