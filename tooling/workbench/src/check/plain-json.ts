/**
 * Results as the JSON that programs in any language can read: keywords without their colon, sets and lists as arrays,
 * keys of maps as text (`stable-latencies` has the keys "0", "0.5", … "1"), an operation as its map. What JSON cannot
 * hold, NaN and infinities, is a text. Unlike the JSON of a trace it is not meant to be read back.
 */
import {
  type Datum,
  EdnList,
  EdnSymbol,
  type ExactJson,
  Float,
  isRecord,
  isVector,
  Keyword,
  printEdn,
  Tagged,
} from "@gossip-glomers/history";

export function plainJson(datum: Datum): ExactJson {
  if (typeof datum === "number" || datum instanceof Float) return numberJson(datum);
  if (datum === null || typeof datum !== "object") return datum;
  if (datum instanceof Keyword || datum instanceof EdnSymbol) return datum.name;
  if (datum instanceof Tagged) return plainJson(datum.value);
  if (datum instanceof EdnList) return datum.items.map(plainJson);
  if (isVector(datum)) return datum.map(plainJson);
  if (datum instanceof Set) return [...datum].map(plainJson);
  const entries =
    datum instanceof Map
      ? [...datum].map(([key, value]): [string, Datum] => [keyText(key), value])
      : isRecord(datum)
        ? Object.entries(datum).flatMap(([key, value]): [string, Datum][] =>
            value === undefined ? [] : [[key, value]],
          )
        : [];
  return Object.fromEntries(entries.map(([key, value]) => [key, plainJson(value)]));
}

function numberJson(number: number | Float): ExactJson {
  const value = number instanceof Float ? number.value : number;
  return Number.isFinite(value) ? number : String(value);
}

function keyText(key: Datum): string {
  const plain = plainJson(key);
  if (plain instanceof Float) return String(plain.value);
  return typeof plain === "string" || typeof plain === "number" ? String(plain) : printEdn(key);
}
