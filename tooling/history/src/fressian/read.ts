/**
 * Fressian, the binary notation of Datomic, as Maelstrom writes its journal of messages in it
 * (https://github.com/Datomic/fressian/wiki). Read first `codes.ts`, then
 * `byte-reader.ts`.
 *
 * Of Fressian there is what JSON and Clojure's names can become; uuids, dates, arrays and the like are errors, because
 * no message has them. The file is not trusted: a length is believed only as far as there are bytes, nesting is
 * bounded, and a cache holds only what cannot hold others, so that bytes that were damaged or made on purpose cost no
 * more time and memory than their number.
 */
import { type Datum, EdnSymbol, Float, Keyword, mapOf } from "../datum.ts";
import { ByteReader, hex } from "./byte-reader.ts";
import * as codes from "./codes.ts";
import { FressianError } from "./fressian-error.ts";

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
  readonly #bytes: ByteReader;
  #depth = 0;
  /** Null stands for a value that is being read, and that nothing may refer to yet. */
  #cache: (string | Keyword | EdnSymbol | null)[] = [];
  #kinds: StructKind[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = new ByteReader(bytes);
  }

  /** Where the next value begins, in bytes from the start. */
  get offset(): number {
    return this.#bytes.offset;
  }

  get atEnd(): boolean {
    return this.#bytes.atEnd;
  }

  /** @throws {FressianError} if the bytes end within the value, or are none that a journal has */
  read(): Value {
    const start = this.#bytes.offset;
    this.#depth++;
    if (this.#depth > DEEPEST) throw new FressianError(`values are nested more than ${DEEPEST} deep`, start);
    const value = this.#readCoded(this.#bytes.byte(), start);
    this.#depth--;
    return value;
  }

  #readCoded(code: number, start: number): Value {
    const integer = this.#bytes.packedInteger(code);
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
    if (code >= codes.STRING_PACKED && code <= codes.STRING) return this.#bytes.string(code, start);
    if (code >= codes.LIST_PACKED && code < codes.LIST) return this.#items(code - codes.LIST_PACKED);
    switch (code) {
      case codes.NULL:
        return null;
      case codes.TRUE:
        return true;
      case codes.FALSE:
        return false;
      case codes.INTEGER:
        return this.#bytes.int64();
      case codes.FLOAT:
        return floating(this.#bytes.float32());
      case codes.DOUBLE:
        return floating(this.#bytes.float64());
      case codes.DOUBLE_0:
        return new Float(0);
      case codes.DOUBLE_1:
        return new Float(1);
      case codes.BIG_INTEGER:
        return this.#bytes.bigInteger(start);
      case codes.KEYWORD:
        return new Keyword(this.#name(start));
      case codes.SYMBOL:
        return new EdnSymbol(this.#name(start));
      case codes.MAP:
        return this.#map(start);
      case codes.SET:
        return new Set(this.#listWithin(start));
      case codes.LIST:
        return this.#items(this.#bytes.count());
      case codes.BEGIN_CLOSED_LIST:
        return this.#itemsToEnd(start, false);
      case codes.BEGIN_OPEN_LIST:
        return this.#itemsToEnd(start, true);
      case codes.PUT_CACHED:
        return this.#readAndCache(start);
      case codes.GET_CACHED:
        return this.#cached(this.#bytes.count(), start);
      case codes.STRUCT_TYPE:
        return this.#firstStruct(start);
      case codes.STRUCT:
        return this.#struct(this.#bytes.count(), start);
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
    return mapOf(items);
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
      if (this.#bytes.next === codes.END_COLLECTION) {
        this.#bytes.byte();
        return items;
      }
      items.push(this.#datum());
    }
  }

  /** A value that is no struct. */
  #datum(): Datum {
    const start = this.#bytes.offset;
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
    this.#kinds.push({ tag, fieldCount: this.#bytes.count() });
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
}

function floating(value: number): Datum {
  return Number.isInteger(value) ? new Float(value) : value;
}
