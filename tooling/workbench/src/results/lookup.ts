/** Reading Maelstrom's results by the path at which a value stands, as `(get-in results [:net :servers])` would. */
import type { Datum, DatumRecord } from "@gossip-glomers/history";
import { Keyword } from "@gossip-glomers/history";

/** The value at `path`; undefined if it does not lead anywhere. A key that is data (`0.5`) finds entries of maps. */
export function lookup(datum: Datum, path: readonly (string | number)[]): Datum | undefined {
  let found: Datum | undefined = datum;
  for (const key of path) {
    if (found instanceof Map) found = found.get(key);
    else if (isRecord(found)) found = Object.hasOwn(found, key) ? found[key] : undefined;
    else return undefined;
  }
  return found;
}

/** The number at `path`; undefined if there is none. */
export function lookupNumber(datum: Datum, path: readonly (string | number)[]): number | undefined {
  const found = lookup(datum, path);
  return typeof found === "number" ? found : undefined;
}

function isRecord(datum: Datum | undefined): datum is DatumRecord {
  return (
    typeof datum === "object" &&
    datum !== null &&
    !Array.isArray(datum) &&
    !(datum instanceof Set) &&
    !(datum instanceof Map) &&
    !(datum instanceof Keyword)
  );
}
