/** A datum as one line of EDN, as Clojure's `pr` writes it: the lines of history.edn. */
import { type Datum, EdnList, isRecord, isVector, Tagged } from "../datum.ts";
import { printAtom } from "./atoms.ts";

/** Prints a datum on one line, keys in the order in which they were put in. */
export function printEdn(datum: Datum): string {
  const atom = printAtom(datum);
  if (atom !== null) return atom;
  if (isVector(datum)) return `[${datum.map(printEdn).join(" ")}]`;
  if (datum instanceof EdnList) return `(${datum.items.map(printEdn).join(" ")})`;
  if (datum instanceof Set) return `#{${[...datum].map(printEdn).join(" ")}}`;
  if (datum instanceof Tagged) return `${tagPrefix(datum)}${printEdn(datum.value)}`;
  return `{${entriesOf(datum)
    .map(([key, value]) => `${key} ${printEdn(value)}`)
    .join(", ")}}`;
}

/** The entries of a map, whatever its keys are; each key already as text. */
export function entriesOf(datum: Datum): readonly (readonly [string, Datum])[] {
  const entries: [string, Datum][] = [];
  if (datum instanceof Map) {
    for (const [key, value] of datum) entries.push([printEdn(key), value]);
  } else if (isRecord(datum)) {
    for (const [name, value] of Object.entries(datum))
      if (value !== undefined) entries.push([`:${name}`, value]);
  }
  return entries;
}

/**
 * What stands before a tagged value: `#tag `, or `#tag` where a bracket parts the two. Not before a set, which begins
 * with a # that would belong to the tag: `#a#{}` is the tag `a#` and a map.
 */
export function tagPrefix({ tag, value }: Tagged): string {
  const isBracketed = isVector(value) || value instanceof EdnList || value instanceof Map || isRecord(value);
  return isBracketed ? `#${tag}` : `#${tag} `;
}
