/**
 * The data that histories and results are made of: JSON, and what Clojure's notation (EDN) has beside it.
 *
 * A reply's body is a JSON object, which Maelstrom reads with keyword keys: `{"type":"echo_ok"}` becomes
 * `{:type "echo_ok"}`. So a plain object here is a map with keyword keys, and a `Map` is one whose keys
 * are data themselves (a Kafka poll: `{"7" [[0 1]]}`). A string is a string, never a keyword: in the value
 * `[:isolated {"n0" #{"n1"}}]` only `:isolated` is one.
 *
 * Everything but keywords exists so that a stored result, read and written again, is the same text: `(1)` is
 * not `[1]`, and `1.0` is not `1`. Whoever makes data needs `keyword`, and `EdnList` and `Float` where
 * Maelstrom's results have them.
 */

/** An EDN keyword, written `:name`. */
export class Keyword {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** The keyword `:name`. */
export function keyword(name: string): Keyword {
  return new Keyword(name);
}

/**
 * A floating-point number without a fraction: `1.0`. A number with one needs no wrapper, as nobody takes
 * 0.5 for an integer; a bare 1 is an integer.
 */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A sequence that Clojure prints in parentheses, `(1 2)`, where an array is a vector, `[1 2]`. */
export class EdnList {
  readonly items: readonly Datum[];

  constructor(items: readonly Datum[]) {
    this.items = items;
  }
}

/** A bare name, for instance that of a Java class: `clojure.lang.ExceptionInfo`. */
export class EdnSymbol {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A value with a reader tag, `#inst "2026-01-01"`, or a record, `#jepsen.history.Op{:index 0}`. */
export class Tagged {
  readonly tag: string;
  readonly value: Datum;

  constructor(tag: string, value: Datum) {
    this.tag = tag;
    this.value = value;
  }
}

/** Any value of an operation or a result. An integer beyond ±(2^53 − 1) is a bigint. */
export type Datum =
  | null
  | boolean
  | number
  | bigint
  | string
  | Keyword
  | Float
  | EdnSymbol
  | Tagged
  | EdnList
  | readonly Datum[]
  | ReadonlySet<Datum>
  | ReadonlyMap<Datum, Datum>
  | DatumRecord;

/** A map whose keys are keywords; `{ "ok-count": 3 }` is `{:ok-count 3}`. An undefined value is no entry. */
export interface DatumRecord {
  readonly [keyword: string]: Datum | undefined;
}

/** Array.isArray, which does not narrow a readonly array. */
export function isVector(datum: Datum | undefined): datum is readonly Datum[] {
  return Array.isArray(datum);
}

/** Whether a datum is a map with keyword keys. */
export function isRecord(datum: Datum | undefined): datum is DatumRecord {
  return (
    typeof datum === "object" &&
    datum !== null &&
    !Array.isArray(datum) &&
    !(datum instanceof Map) &&
    !(datum instanceof Set) &&
    !(datum instanceof Keyword) &&
    !(datum instanceof Float) &&
    !(datum instanceof EdnSymbol) &&
    !(datum instanceof Tagged) &&
    !(datum instanceof EdnList)
  );
}

/**
 * The map with keyword keys that has these entries. Unlike assignment it is safe for a key named `__proto__`,
 * which a node may well send.
 */
export function recordOf(entries: Iterable<readonly [string, Datum]>): DatumRecord {
  return Object.fromEntries(entries);
}

/**
 * The map of a list in which keys and values take turns: a record, if all keys are keywords.
 *
 * @param items - as many values as keys
 */
export function mapOf(items: readonly Datum[]): Datum {
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
