/** Reading Maelstrom's results by the path at which a value stands, as `(get-in results [:net :servers])` would. */
import { type Datum, Float, isRecord } from "@gossip-glomers/history";

/** Keys from the outside in; a number finds an entry of a map whose keys are data: `{0.5 285, 1 529}`. */
export type Path = readonly (string | number)[];

/** The value at `path`; undefined if it does not lead anywhere. */
export function lookup(datum: Datum, path: Path): Datum | undefined {
  let found: Datum | undefined = datum;
  for (const key of path) {
    if (found instanceof Map) found = found.get(key);
    else if (isRecord(found)) found = Object.hasOwn(found, key) ? found[key] : undefined;
    else return undefined;
  }
  return found;
}

/** The number at `path`; undefined if there is none. */
export function lookupNumber(datum: Datum, path: Path): number | undefined {
  const found = lookup(datum, path);
  if (found instanceof Float) return found.value;
  return typeof found === "number" ? found : undefined;
}
