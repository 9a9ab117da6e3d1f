/**
 * Maelstrom's journal: every message of a run when it was sent and when it was received (MAELSTROM.md 4.3).
 *
 *     net-journal/0.fressian, 1.fressian, …
 *
 * Each thread that moves messages writes to one of these files, so a file is in order, and all of them together are
 * only after they are merged. An event is a struct `ev` of its own number, a time, `:send` or `:recv`, and a struct
 * `msg`: id, src, dest and body.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Datum, EdnList, EdnSymbol, Float, isRecord, isVector, Keyword, Tagged } from "../datum.ts";
import type { ExactJson } from "../exact-json/exact-json.ts";
import { printExactJson } from "../exact-json/print.ts";
import { FressianError } from "../fressian/fressian-error.ts";
import { FressianReader, Struct, type Value } from "../fressian/read.ts";
import type { Nanoseconds } from "../operation.ts";
import { StoreError } from "./store-error.ts";

/** A message was sent or received. */
export interface JournalEvent {
  readonly type: "send" | "recv";
  /** Since the first event of the journal; the history's clock begins at another moment. */
  readonly time: Nanoseconds;
  readonly message: {
    readonly id: number;
    readonly src: string;
    readonly dest: string;
    readonly body: ExactJson;
  };
}

/** An event as its file has it. */
interface StripedEvent extends JournalEvent {
  /** Its place among all events of the run. */
  readonly number: number;
}

/**
 * Reads the journal of a run's folder, in the order in which things happened; null if the run has none.
 *
 * @throws {StoreError} naming the file and the byte at which it is no journal
 */
export function readJournal(directory: string): readonly JournalEvent[] | null {
  const folder = join(directory, "net-journal");
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder).filter((name) => name.endsWith(".fressian"));
  if (files.length === 0) return null;
  const events = files.flatMap((name) => readStripe(join(folder, name)));
  events.sort((left, right) => left.number - right.number);
  const origin = events.reduce((earliest, { time }) => Math.min(earliest, time), Number.POSITIVE_INFINITY);
  return events.map(({ type, time, message }) => ({ type, time: time - origin, message }));
}

function readStripe(path: string): readonly StripedEvent[] {
  try {
    return eventsIn(readFileSync(path));
  } catch (cause) {
    throw new StoreError(`${path} is no journal`, cause, "remove that folder to judge without its figures");
  }
}

/** The events of one file. @throws {FressianError} at the first byte that is no part of any */
export function eventsIn(bytes: Uint8Array): readonly StripedEvent[] {
  const reader = new FressianReader(bytes);
  const events: StripedEvent[] = [];
  while (!reader.atEnd) {
    const start = reader.offset;
    events.push(eventFrom(reader.read(), start));
  }
  return events;
}

function eventFrom(value: Value, start: number): StripedEvent {
  const [number, time, type, message] = fieldsOf(value, "ev", start);
  if (!isNumber(number) || !isNumber(time) || !(type instanceof Keyword)) {
    throw new FressianError("an event should be a number, a time, a type and a message", start);
  }
  if (type.name !== "send" && type.name !== "recv") {
    throw new FressianError(`an event is :send or :recv, not :${type.name}`, start);
  }
  const [id, src, dest, body] = fieldsOf(message, "msg", start);
  if (!isNumber(id) || typeof src !== "string" || typeof dest !== "string") {
    throw new FressianError("a message should be an id, two names and a body", start);
  }
  if (body === undefined || body instanceof Struct) {
    throw new FressianError("the body of a message should be data", start);
  }
  return {
    number: Number(number),
    // A machine that runs for more than 104 days counts beyond what a number tells apart, by some nanoseconds.
    time: Number(time),
    type: type.name,
    message: { id: Number(id), src, dest, body: wireJson(body) },
  };
}

function fieldsOf(value: Value | undefined, tag: string, start: number): readonly Value[] {
  if (value instanceof Struct && value.tag === tag && value.fields.length === 4) return value.fields;
  throw new FressianError(`there should be a struct ${tag} of 4 fields`, start);
}

function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/**
 * A body as it went over the wire. Clients are written in Clojure and hand over what becomes JSON only then: a
 * keyword becomes its name, a set a list, and a map may have any keys.
 */
export function wireJson(datum: Datum): ExactJson {
  if (datum === null || typeof datum !== "object" || datum instanceof Float) return datum;
  if (isVector(datum)) return datum.map(wireJson);
  if (datum instanceof Keyword || datum instanceof EdnSymbol) return datum.name;
  if (datum instanceof Set) return [...datum].map(wireJson);
  if (datum instanceof EdnList) return datum.items.map(wireJson);
  if (datum instanceof Tagged) return wireJson(datum.value);
  const entries =
    datum instanceof Map
      ? [...datum].map(([key, value]): [string, ExactJson] => [nameOf(key), wireJson(value)])
      : isRecord(datum)
        ? Object.entries(datum).map(([key, value]): [string, ExactJson] => [key, wireJson(value ?? null)])
        : [];
  return Object.fromEntries(entries);
}

function nameOf(key: Datum): string {
  const name = wireJson(key);
  return typeof name === "string" ? name : printExactJson(name);
}
