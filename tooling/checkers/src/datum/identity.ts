/**
 * Clojure's equality (`=`) of data, as equality of texts, so that data can be keys of a `Map`.
 */
import { type Datum, EdnList, isRecord, isVector, Keyword, printEdn, Tagged } from "@gossip-glomers/history";

/**
 * A text that two data share exactly if Clojure calls them equal: 1 and "1" differ, as do 1 and 1.0; maps and sets
 * are equal whatever the order of their elements; a list equals a vector with the same elements.
 */
export function identityOf(datum: Datum): string {
  if (isVector(datum)) return `[${datum.map(identityOf).join(" ")}]`;
  if (datum instanceof EdnList) return identityOf(datum.items);
  if (datum instanceof Set) return `#{${[...datum].map(identityOf).sort().join(" ")}}`;
  if (datum instanceof Tagged) return `#${datum.tag} ${identityOf(datum.value)}`;
  if (datum instanceof Map) return identityOfEntries([...datum]);
  if (isRecord(datum)) {
    const entries: [Datum, Datum][] = [];
    for (const [name, value] of Object.entries(datum)) {
      if (value !== undefined) entries.push([new Keyword(name), value]);
    }
    return identityOfEntries(entries);
  }
  return printEdn(datum);
}

function identityOfEntries(entries: readonly (readonly [Datum, Datum])[]): string {
  const texts = entries.map(([key, value]) => `${identityOf(key)} ${identityOf(value)}`);
  return `{${texts.sort().join(", ")}}`;
}

/** Whether Clojure calls two data equal. An absent value is nil. */
export function isSameDatum(left: Datum | undefined, right: Datum | undefined): boolean {
  return identityOf(left ?? null) === identityOf(right ?? null);
}
