/** Equality of data, by which checkers recognise an element, a register's value or a message again. */
import { type Datum, EdnList, isRecord, isVector, printEdn } from "@gossip-glomers/history";

/** What stands for a datum in a `Map` or a `Set`, which compare objects by reference. */
export type Identity = null | boolean | number | string;

/** No reply can hold it unescaped at the start of a string of its own accord, and it keeps "[1]" apart from [1]. */
const COMPOUND = "\u0000";

/**
 * A primitive that two data share exactly if Clojure's `=` holds between them: 1 is not "1" and not 1.0,
 * (1 2) is [1 2], and the order of a map's entries does not count.
 */
export function identityOf(datum: Datum): Identity {
  switch (typeof datum) {
    case "string":
      return datum.startsWith(COMPOUND) ? COMPOUND + datum : datum;
    case "number":
    case "boolean":
      return datum;
    default:
      return datum === null ? null : COMPOUND + printEdn(canonical(datum));
  }
}

function canonical(datum: Datum): Datum {
  if (datum instanceof EdnList) return datum.items.map(canonical);
  if (isVector(datum)) return datum.map(canonical);
  if (datum instanceof Set) return new Set(sorted([...datum].map(canonical)));
  if (datum instanceof Map) {
    const entries = [...datum].map(([key, value]): Datum => [canonical(key), canonical(value)]);
    return ["map", ...sorted(entries)];
  }
  if (isRecord(datum)) {
    const entries = Object.entries(datum).map(([name, value]): Datum => [name, canonical(value ?? null)]);
    return ["record", ...sorted(entries)];
  }
  return datum;
}

function sorted(data: readonly Datum[]): readonly Datum[] {
  const texts = data.map((datum) => ({ datum, text: printEdn(datum) }));
  return texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ datum }) => datum);
}
