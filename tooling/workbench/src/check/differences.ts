/** Where two results differ, leaf by leaf. */
import { isSameDatum } from "@gossip-glomers/checkers";
import { type Datum, isRecord, Keyword, printEdn } from "@gossip-glomers/history";

/** A field that is not the same; null stands also for one that is absent. */
export interface Difference {
  /** Where it stands in results.edn: `workload.stable-latencies.0.5`. */
  readonly field: string;
  readonly ours: Datum;
  readonly stored: Datum;
}

/** The leaves at which two data differ, in the order of our keys. */
export function differencesOf(field: string, ours: Datum, stored: Datum): readonly Difference[] {
  const mine = entriesOf(ours);
  const theirs = entriesOf(stored);
  if (mine === null || theirs === null) {
    return isSameDatum(ours, stored) ? [] : [{ field, ours, stored }];
  }
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((key) =>
    differencesOf(`${field}.${key}`, mine.get(key) ?? null, theirs.get(key) ?? null),
  );
}

/** The entries of a map by the text of their key; null of what is no map. */
function entriesOf(datum: Datum): ReadonlyMap<string, Datum> | null {
  if (datum instanceof Map) {
    return new Map(
      [...datum].map(([key, value]) => [key instanceof Keyword ? key.name : printEdn(key), value]),
    );
  }
  if (!isRecord(datum)) return null;
  return new Map(Object.entries(datum).map(([key, value]) => [key, value ?? null]));
}
