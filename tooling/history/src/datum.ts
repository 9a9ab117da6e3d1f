/**
 * The data that histories and results are made of: JSON, and the one thing Maelstrom's EDN has beside it
 * that a verdict may hang on, keywords.
 *
 * A reply's body is a JSON object, which Maelstrom reads with keyword keys: `{"type":"echo_ok"}` becomes
 * `{:type "echo_ok"}`. So a plain object here is a map with keyword keys, and a `Map` is one whose keys
 * are data themselves (a Kafka poll: `{"7" [[0 1]]}`). A string is a string, never a keyword: in the value
 * `[:isolated {"n0" #{"n1"}}]` only `:isolated` is one.
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

/** Any value of an operation or a result. */
export type Datum =
  | null
  | boolean
  | number
  | bigint
  | string
  | Keyword
  | readonly Datum[]
  | ReadonlySet<Datum>
  | ReadonlyMap<Datum, Datum>
  | DatumRecord;

/** A map whose keys are keywords; `{ "ok-count": 3 }` is `{:ok-count 3}`. An undefined value is no entry. */
export interface DatumRecord {
  readonly [keyword: string]: Datum | undefined;
}
