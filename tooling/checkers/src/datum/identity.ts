/** Clojure's equality (`=`) of data, as equality of primitives, so that data can be keys of a `Map` or be in a `Set`. */
import { type Datum, EdnList, isRecord, isVector, Keyword, printEdn, Tagged } from "@gossip-glomers/history";

/** What stands for a datum in a `Map` or a `Set`, which compare objects by reference. */
export type Identity = null | boolean | number | string;

/** Keeps the string "[1]" apart from the vector [1]; a string that begins with it gets another one. */
const COMPOUND = "\u0000";

/**
 * A primitive that two data share exactly if Clojure calls them equal: 1 and "1" differ, as do 1 and 1.0; maps and sets
 * are equal whatever the order of their elements; a list equals a vector with the same elements.
 *
 * Numbers and strings, of which nearly all data are, stand for themselves, since a history has millions of them.
 */
export function identityOf(datum: Datum): Identity {
  switch (typeof datum) {
    case "string":
      return datum.startsWith(COMPOUND) ? COMPOUND + textOf(datum) : datum;
    case "number":
    case "boolean":
      return datum;
    default:
      return datum === null ? null : COMPOUND + textOf(datum);
  }
}

/** The EDN of a datum that is not its own identity; null for one that is. */
export function identityText(identity: Identity): string | null {
  return typeof identity === "string" && identity.startsWith(COMPOUND)
    ? identity.slice(COMPOUND.length)
    : null;
}

/** Whether Clojure calls two data equal. An absent value is nil. */
export function isSameDatum(left: Datum | undefined, right: Datum | undefined): boolean {
  return left === right || identityOf(left ?? null) === identityOf(right ?? null);
}

/** EDN in which the order of a map's or a set's elements is always the same. */
function textOf(datum: Datum): string {
  if (isVector(datum)) return `[${datum.map(textOf).join(" ")}]`;
  if (datum instanceof EdnList) return textOf(datum.items);
  if (datum instanceof Set) return `#{${[...datum].map(textOf).sort().join(" ")}}`;
  if (datum instanceof Tagged) return `#${datum.tag} ${textOf(datum.value)}`;
  if (datum instanceof Map) return textOfEntries([...datum]);
  if (isRecord(datum)) {
    const entries: [Datum, Datum][] = [];
    for (const [name, value] of Object.entries(datum)) {
      if (value !== undefined) entries.push([new Keyword(name), value]);
    }
    return textOfEntries(entries);
  }
  return printEdn(datum);
}

function textOfEntries(entries: readonly (readonly [Datum, Datum])[]): string {
  const texts = entries.map(([key, value]) => `${textOf(key)} ${textOf(value)}`);
  return `{${texts.sort().join(", ")}}`;
}
