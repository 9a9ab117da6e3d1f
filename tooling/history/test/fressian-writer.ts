/**
 * Fressian as `org.fressian.FressianWriter` prints it, for tests: a second description of the format, by which the
 * reader is held. Texts and names are cached, as Maelstrom has it.
 */
import { type Datum, EdnList, EdnSymbol, Float, isRecord, isVector, Keyword } from "../src/datum.ts";

export class FressianWriter {
  readonly #bytes: number[] = [];
  readonly #cached = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  readonly #chunk: number;

  /** @param chunk how many UTF-16 units of a long text are written at once */
  constructor(chunk = 21_845) {
    this.#chunk = chunk;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  raw(...bytes: number[]): this {
    this.#bytes.push(...bytes);
    return this;
  }

  /** A struct whose fields are written by `fields`. */
  struct(tag: string, fieldCount: number, fields: () => void): this {
    const place = this.#kinds.get(tag);
    if (place === undefined) {
      this.#kinds.set(tag, this.#kinds.size);
      this.raw(0xef).#text(tag).integer(fieldCount);
    } else if (place < 16) {
      this.raw(0xa0 + place);
    } else {
      this.raw(0xf0).integer(place);
    }
    fields();
    return this;
  }

  integer(value: number | bigint): this {
    const exact = BigInt(value);
    if (exact >= -1n && exact < 64n) return this.raw(Number(exact & 0xffn));
    const sizes: readonly [first: number, bytes: number, half: bigint][] = [
      [0x50, 1, 0x10n],
      [0x68, 2, 0x8n],
      [0x72, 3, 0x2n],
      [0x76, 4, 0x2n],
      [0x7a, 5, 0x2n],
      [0x7e, 6, 0x2n],
    ];
    for (const [first, count, half] of sizes) {
      const high = exact >> BigInt(8 * count);
      if (high >= -half && high < half) return this.raw(first + Number(high)).#big(exact, count);
    }
    if (BigInt.asIntN(64, exact) === exact) return this.raw(0xf8).#big(exact, 8);
    let count = 9;
    while (BigInt.asIntN(8 * count, exact) !== exact) count++;
    return this.raw(0xc6, 0xd9).integer(count).#big(exact, count);
  }

  datum(datum: Datum): this {
    if (datum === null) return this.raw(0xf7);
    if (typeof datum === "boolean") return this.raw(datum ? 0xf5 : 0xf6);
    if (typeof datum === "bigint") return this.integer(datum);
    if (typeof datum === "number") return Number.isInteger(datum) ? this.integer(datum) : this.double(datum);
    if (typeof datum === "string") return this.#cache(`"${datum}`, () => this.#text(datum));
    if (datum instanceof Float) return this.double(datum.value);
    if (datum instanceof Keyword) return this.#cache(`:${datum.name}`, () => this.#name(0xca, datum.name));
    if (datum instanceof EdnSymbol) return this.#cache(`'${datum.name}`, () => this.#name(0xc9, datum.name));
    if (isVector(datum)) return this.#list(datum);
    if (datum instanceof EdnList) return this.#list(datum.items);
    if (datum instanceof Set) return this.raw(0xc1).#list([...datum]);
    if (datum instanceof Map) return this.#map([...datum]);
    if (!isRecord(datum)) throw new TypeError("this datum has no Fressian here");
    return this.#map(Object.entries(datum).map(([key, value]) => [new Keyword(key), value ?? null]));
  }

  double(value: number): this {
    if (Object.is(value, 0)) return this.raw(0xfb);
    if (value === 1) return this.raw(0xfc);
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return this.raw(0xfa, ...new Uint8Array(view.buffer));
  }

  #big(value: bigint, count: number): this {
    for (let position = count - 1; position >= 0; position--) {
      this.raw(Number((value >> BigInt(8 * position)) & 0xffn));
    }
    return this;
  }

  #text(text: string): this {
    let rest = text;
    for (; rest.length > this.#chunk; rest = rest.slice(this.#chunk)) {
      const units = unitBytes(rest.slice(0, this.#chunk));
      this.raw(0xe2)
        .integer(units.length)
        .raw(...units);
    }
    const units = unitBytes(rest);
    if (units.length < 8) return this.raw(0xda + units.length, ...units);
    return this.raw(0xe3)
      .integer(units.length)
      .raw(...units);
  }

  #name(code: number, name: string): this {
    return this.raw(code, 0xf7).#cache(`"${name}`, () => this.#text(name));
  }

  #cache(identity: string, write: () => void): this {
    const place = this.#cached.get(identity);
    if (place !== undefined) return place < 32 ? this.raw(0x80 + place) : this.raw(0xcc).integer(place);
    this.#cached.set(identity, this.#cached.size);
    this.raw(0xcd);
    write();
    return this;
  }

  #list(items: readonly Datum[]): this {
    if (items.length < 8) this.raw(0xe4 + items.length);
    else this.raw(0xec).integer(items.length);
    for (const item of items) this.datum(item);
    return this;
  }

  /** As Clojure's handler does: a list without a length, up to its end. */
  #map(entries: readonly (readonly [Datum, Datum])[]): this {
    this.raw(0xc0, 0xed);
    for (const [key, value] of entries) this.datum(key).datum(value);
    return this.raw(0xfd);
  }
}

/** Each UTF-16 unit by itself, in one to three bytes. */
function unitBytes(text: string): number[] {
  const bytes: number[] = [];
  for (let position = 0; position < text.length; position++) {
    const unit = text.charCodeAt(position);
    if (unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return bytes;
}
