/**
 * Operations as the maps that Jepsen keeps in history.edn:
 * `{:index 1, :time 31227738, :type :ok, :process 0, :f :read, :value [1 2]}`.
 */
import {
  type Datum,
  type DatumRecord,
  EdnList,
  EdnSymbol,
  isRecord,
  isVector,
  Keyword,
  keyword,
  Tagged,
} from "../datum.ts";
import type { Operation, OperationException, OperationType, Process } from "../operation.ts";

/** An operation as a map, keys in Jepsen's order. */
export function operationDatum(operation: Operation): DatumRecord {
  const { exception } = operation;
  return {
    index: operation.index,
    time: operation.time,
    type: keyword(operation.type),
    process: operation.process === "nemesis" ? keyword("nemesis") : operation.process,
    f: keyword(operation.f),
    value: operation.value,
    "final?": operation.final,
    "seek-to-beginning?": operation.seekToBeginning,
    exception: exception === undefined ? undefined : exceptionDatum(exception),
    error: operation.error,
  };
}

/**
 * An exception as Clojure's `Throwable->map` gives it, without the stack trace: that of a client that does not
 * run on a JVM would mean nothing. Tools look for the message under `:via` or under `:cause`.
 */
function exceptionDatum(exception: OperationException): Datum {
  return {
    via: [{ type: new EdnSymbol(exception.class), message: exception.message }],
    cause: exception.message,
  };
}

/** A field of an operation is not what it should be. */
export class OperationFieldError extends Error {
  override readonly name: string = "OperationFieldError";
  readonly key: string;

  constructor(key: string, should: string) {
    super(`an operation's :${key} should be ${should}`);
    this.key = key;
  }
}

/**
 * Demands that a value is one that can come from a message: JSON has neither NaN nor infinities, and a comparison with
 * one of them would decide nothing.
 *
 * @throws {OperationFieldError} if a number in it is not finite
 */
export function requireFinite(value: Datum): void {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new OperationFieldError("value", "without NaN and infinities");
  } else if (isVector(value) || value instanceof Set) {
    for (const item of value) requireFinite(item);
  } else if (value instanceof EdnList) {
    for (const item of value.items) requireFinite(item);
  } else if (value instanceof Tagged) {
    requireFinite(value.value);
  } else if (value instanceof Map) {
    for (const [key, item] of value) {
      requireFinite(key);
      requireFinite(item);
    }
  } else if (isRecord(value)) {
    for (const item of Object.values(value)) requireFinite(item ?? null);
  }
}

/**
 * Reads an operation from a map, or from a record `#jepsen.history.Op{…}`.
 *
 * @param index what its index is if it does not say (a history that Jepsen has not indexed yet)
 * @throws {OperationFieldError} naming the key that is missing or is not what it should be
 */
export function operationFrom(datum: Datum, index: number): Operation {
  const map = datum instanceof Tagged ? datum.value : datum;
  if (!isRecord(map)) throw new Error("an operation should be a map with keyword keys");
  const exception = exceptionFrom(map.exception);
  return {
    index: map.index === undefined ? index : numberFrom(map, "index"),
    time: numberFrom(map, "time"),
    type: typeFrom(map.type),
    process: processFrom(map.process),
    f: nameFrom(map, "f"),
    value: map.value ?? null,
    ...(map.error === undefined ? {} : { error: map.error }),
    ...(exception === undefined ? {} : { exception }),
    ...(map["final?"] === true ? { final: true } : {}),
    ...(map["seek-to-beginning?"] === true ? { seekToBeginning: true } : {}),
  };
}

function numberFrom(map: DatumRecord, key: string): number {
  const value = map[key];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw new OperationFieldError(key, "an integer that can be counted exactly");
  }
  return value;
}

function nameFrom(map: DatumRecord, key: string): string {
  const value = map[key];
  // Some early Jepsen tests name functions by strings.
  if (value instanceof Keyword) return value.name;
  if (typeof value === "string") return value;
  throw new OperationFieldError(key, "a keyword");
}

function typeFrom(value: Datum | undefined): OperationType {
  const name = value instanceof Keyword ? value.name : null;
  if (name === "invoke" || name === "ok" || name === "fail" || name === "info") return name;
  throw new OperationFieldError("type", ":invoke, :ok, :fail or :info");
}

function processFrom(value: Datum | undefined): Process {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  if (value instanceof Keyword && value.name === "nemesis") return "nemesis";
  throw new OperationFieldError("process", "an integer or :nemesis");
}

/** The outermost exception, which is the one that Jepsen counts. */
function exceptionFrom(value: Datum | undefined): OperationException | undefined {
  if (!isRecord(value)) return undefined;
  const outermost = isVector(value.via) ? value.via[0] : undefined;
  const { type, message } = isRecord(outermost) ? outermost : {};
  const text = typeof message === "string" ? message : value.cause;
  return {
    class: type instanceof EdnSymbol ? type.name : "java.lang.Throwable",
    message: typeof text === "string" ? text : "",
  };
}
