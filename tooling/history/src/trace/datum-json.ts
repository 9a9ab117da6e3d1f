/**
 * Data as JSON, for the lines of a trace, such that reading gives back what was written.
 *
 * What JSON has is written as it is, so that a trace can be read by eye and by `jq`. The rest is an object with one
 * key that begins with `$`:
 *
 *     :majority                    {"$keyword":"majority"}
 *     #{"n1" "n2"}                 {"$set":["n1","n2"]}
 *     {"7" [[0 1]]}                {"$map":[["7",[[0,1]]]]}
 *     9007199254740993             {"$integer":"9007199254740993"}
 *     1.0                          {"$float":"1"}
 *     (1 2)                        {"$list":[1,2]}
 *     java.lang.Error              {"$symbol":"java.lang.Error"}
 *     #inst "2026"                 {"$tagged":["inst","2026"]}
 *
 * A node may send an object that looks like one of these. So every object with a key that begins with `$` is
 * wrapped once more: `{"$set":1}` from a node is `{"$record":{"$set":1}}`.
 */
import type { Json } from "@gossip-glomers/protocol";
import {
  type Datum,
  type DatumRecord,
  EdnList,
  EdnSymbol,
  Float,
  isRecord,
  isVector,
  Keyword,
  recordOf,
  Tagged,
} from "../datum.ts";
import { type ExactJson, type ExactRecord, isExactList, isExactRecord } from "../exact-json/exact-json.ts";
import { printExactJson } from "../exact-json/print.ts";

/** Data as JSON; keys of objects in order, so that equal data give equal text. */
export function datumToJson(datum: Datum): Json {
  if (datum === null || typeof datum === "boolean" || typeof datum === "string") return datum;
  if (typeof datum === "number") return isPlain(datum) ? datum : { $float: floatText(datum) };
  if (typeof datum === "bigint") return { $integer: String(datum) };
  if (isVector(datum)) return datum.map(datumToJson);
  if (datum instanceof Keyword) return { $keyword: datum.name };
  if (datum instanceof Float) return { $float: floatText(datum.value) };
  if (datum instanceof EdnSymbol) return { $symbol: datum.name };
  if (datum instanceof EdnList) return { $list: datum.items.map(datumToJson) };
  if (datum instanceof Tagged) return { $tagged: [datum.tag, datumToJson(datum.value)] };
  if (datum instanceof Set) return { $set: [...datum].map(datumToJson) };
  if (datum instanceof Map)
    return { $map: [...datum].map(([key, value]) => [datumToJson(key), datumToJson(value)]) };
  return isRecord(datum) ? recordToJson(datum) : null;
}

function recordToJson(record: DatumRecord): Json {
  const entries: [string, Json][] = [];
  for (const name of Object.keys(record).sort()) {
    const value = record[name];
    if (value !== undefined) entries.push([name, datumToJson(value)]);
  }
  const json = Object.fromEntries(entries);
  return entries.some(([name]) => name.startsWith("$")) ? { $record: json } : json;
}

/** Data from JSON that `datumToJson` made. @throws {Error} at an object with an unknown `$` key */
export function datumFromJson(json: ExactJson): Datum {
  if (isExactList(json)) return json.map(datumFromJson);
  if (!isExactRecord(json)) return json;
  const [name, ...others] = Object.keys(json);
  if (name === undefined || others.length > 0 || !name.startsWith("$")) return recordFromJson(json);
  return taggedFromJson(name, json[name] ?? null);
}

function recordFromJson(json: ExactRecord): DatumRecord {
  return recordOf(Object.entries(json).map(([name, value]) => [name, datumFromJson(value)]));
}

function taggedFromJson(tag: string, json: ExactJson): Datum {
  const text = typeof json === "string" ? json : null;
  const items = isExactList(json) ? json : null;
  switch (tag) {
    case "$keyword":
      if (text !== null) return new Keyword(text);
      break;
    case "$symbol":
      if (text !== null) return new EdnSymbol(text);
      break;
    case "$integer":
      if (text !== null && /^-?\d+$/.test(text)) return BigInt(text);
      break;
    case "$float":
      if (text !== null) return floatFrom(text);
      break;
    case "$list":
      if (items !== null) return new EdnList(items.map(datumFromJson));
      break;
    case "$set":
      if (items !== null) return new Set(items.map(datumFromJson));
      break;
    case "$map":
      if (items !== null) return new Map(items.map(entryFrom));
      break;
    case "$tagged": {
      const [name, value] = items ?? [];
      if (typeof name === "string" && value !== undefined) return new Tagged(name, datumFromJson(value));
      break;
    }
    case "$record":
      if (isExactRecord(json)) return recordFromJson(json);
      break;
  }
  throw new Error(`${printExactJson({ [tag]: json })} is no datum`);
}

function entryFrom(json: ExactJson): [Datum, Datum] {
  const [key, value] = isExactList(json) ? json : [];
  if (key === undefined || value === undefined) throw new Error("an entry of a $map should be [key, value]");
  return [datumFromJson(key), datumFromJson(value)];
}

/** JSON has no NaN and no infinities, and `JSON.stringify` takes the sign from −0. */
function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function floatText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** An integer in `$float` was a Float; the rest were numbers that JSON cannot hold. */
function floatFrom(text: string): Datum {
  const value = Number(text);
  return Number.isInteger(value) ? new Float(value) : value;
}
