/** Data as keys and as text: when two are the same, and how one reads in a sentence. */
import { type Datum, Keyword } from "@gossip-glomers/history";

/** Something that a Map finds again: equal for equal data, unlike for unlike ones. */
export type Identity = string | number | bigint | boolean | null;

/** Marks the text of a composite, so that the list `[1]` is not taken for the string "[1]". */
const COMPOSITE = "\u0000";

/**
 * The identity of a datum. Keys and values are integers in nearly every history and then stand for themselves; a node
 * may answer with any JSON, though, and two equal lists must be found under one key.
 */
export function identityOf(datum: Datum): Identity {
  if (
    typeof datum === "number" ||
    datum === null ||
    typeof datum === "boolean" ||
    typeof datum === "bigint"
  ) {
    return datum;
  }
  if (typeof datum === "string") {
    return datum.startsWith(COMPOSITE) ? COMPOSITE + datum : datum;
  }
  return COMPOSITE + showDatum(datum);
}

/** Whether two data are equal. */
export function sameDatum(a: Datum, b: Datum): boolean {
  return a === b || (isComposite(a) && isComposite(b) && identityOf(a) === identityOf(b));
}

function isComposite(datum: Datum): boolean {
  return typeof datum === "object" && datum !== null;
}

/** A datum as one line of EDN: `nil`, `[1 2]`, `{:a "b"}`; entries of maps and sets are sorted. */
export function showDatum(datum: Datum): string {
  if (datum === null) {
    return "nil";
  }
  if (typeof datum === "string") {
    return JSON.stringify(datum);
  }
  if (typeof datum !== "object") {
    return String(datum);
  }
  if (datum instanceof Keyword) {
    return `:${datum.name}`;
  }
  if (isList(datum)) {
    return `[${datum.map(showDatum).join(" ")}]`;
  }
  if (datum instanceof Set) {
    return `#{${[...datum].map(showDatum).sort().join(" ")}}`;
  }
  const entries =
    datum instanceof Map
      ? [...datum].map(([key, value]) => `${showDatum(key)} ${showDatum(value)}`)
      : Object.entries(datum).flatMap(([key, value]) =>
          value === undefined ? [] : [`:${key} ${showDatum(value)}`],
        );
  return `{${entries.sort().join(", ")}}`;
}

/** Whether a datum is a list. `Array.isArray` alone does not narrow a readonly array. */
export function isList(datum: Datum): datum is readonly Datum[] {
  return Array.isArray(datum);
}
