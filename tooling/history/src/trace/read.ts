/**
 * Lines of JSON back to the events of a run. A trace may come from another version or have been edited, so
 * nothing is believed: each line has the fields of its kind or is an error that names it.
 */
import type { Json } from "@gossip-glomers/protocol";
import { type ExactJson, isExactList, isExactRecord, isJson } from "../exact-json/exact-json.ts";
import { printExactJson } from "../exact-json/print.ts";
import { readExactJson } from "../exact-json/read.ts";
import type { Operation, OperationException, OperationType, Process } from "../operation.ts";
import {
  DROP_REASONS,
  type DropReason,
  type NodeFault,
  type TraceEvent,
  type TraceHeader,
} from "../trace.ts";
import { datumFromJson } from "./datum-json.ts";

/** A whole trace. */
export interface Trace {
  readonly header: TraceHeader;
  readonly events: readonly TraceEvent[];
}

/** A line of a trace is not what it should be. */
export class TraceFormatError extends Error {
  override readonly name: string = "TraceFormatError";

  constructor(line: number, problem: string) {
    super(`trace, line ${line}: ${problem}`);
  }
}

/** Reads the lines of a trace, the header first. @throws {TraceFormatError} at the first line that is no event */
export function readTraceLines(lines: Iterable<string>): Trace {
  let header: TraceHeader | null = null;
  const events: TraceEvent[] = [];
  let number = 0;
  for (const line of lines) {
    number++;
    if (line === "") continue;
    try {
      const fields = fieldsOf(parse(line));
      if (header === null) header = headerFrom(fields);
      else events.push(eventFrom(fields));
    } catch (error) {
      throw new TraceFormatError(number, error instanceof Error ? error.message : String(error));
    }
  }
  if (header === null) throw new TraceFormatError(1, "there is no header");
  return { header, events };
}

type Fields = { readonly [name: string]: ExactJson | undefined };

function headerFrom(fields: Fields): TraceHeader {
  if (fields.kind !== "run") throw new Error('the first line should be the header, {"kind":"run",…}');
  if (fields.version !== 1) throw new Error(`version ${fields.version} is not known here`);
  const clock = fields.clock;
  if (clock !== "virtual" && clock !== "wall") throw new Error("clock should be virtual or wall");
  return {
    kind: "run",
    version: 1,
    workload: text(fields, "workload"),
    nodes: texts(fields, "nodes"),
    clock,
    seed: number(fields, "seed"),
    options: optionsOf(fields.options),
  };
}

function optionsOf(json: ExactJson | undefined): { readonly [option: string]: Json } {
  if (!isExactRecord(json)) throw new Error("options should be an object");
  if (!isJson(json)) throw new Error("options should have no numbers beyond 2^53");
  return json;
}

function eventFrom(fields: Fields): TraceEvent {
  const at = number(fields, "at");
  switch (fields.kind) {
    case "op":
      return {
        kind: "op",
        at,
        op: operationFromJson(fieldsOf(fields.op)),
        ...(fields.client === undefined ? {} : { client: text(fields, "client") }),
        ...(fields.node === undefined ? {} : { node: text(fields, "node") }),
        ...(fields.request === undefined ? {} : { request: number(fields, "request") }),
        ...(fields.reply === undefined ? {} : { reply: number(fields, "reply") }),
      };
    case "send":
      return {
        kind: "send",
        at,
        id: number(fields, "id"),
        src: text(fields, "src"),
        dest: text(fields, "dest"),
        body: fields.body ?? null,
      };
    case "recv":
      return { kind: "recv", at, id: number(fields, "id") };
    case "drop":
      return { kind: "drop", at, id: number(fields, "id"), reason: dropReason(fields.reason) };
    case "log":
      return { kind: "log", at, node: text(fields, "node"), line: text(fields, "line") };
    case "fault":
      return { kind: "fault", at, node: text(fields, "node"), fault: faultFrom(fieldsOf(fields.fault)) };
    default:
      throw new Error(`there is no event of the kind ${printExactJson(fields.kind ?? null)}`);
  }
}

function dropReason(json: ExactJson | undefined): DropReason {
  const reason = DROP_REASONS.find((known) => known === json);
  if (reason === undefined) throw new Error(`reason should be one of ${DROP_REASONS.join(", ")}`);
  return reason;
}

function operationFromJson(fields: Fields): Operation {
  const { error, exception, final, seekToBeginning } = fields;
  return {
    index: number(fields, "index"),
    time: number(fields, "time"),
    type: operationType(fields.type),
    process: processOf(fields.process),
    f: text(fields, "f"),
    value: datumFromJson(fields.value ?? null),
    ...(error === undefined ? {} : { error: datumFromJson(error) }),
    ...(exception === undefined ? {} : { exception: exceptionOf(fieldsOf(exception)) }),
    ...(final === true ? { final } : {}),
    ...(seekToBeginning === true ? { seekToBeginning } : {}),
  };
}

function operationType(json: ExactJson | undefined): OperationType {
  if (json === "invoke" || json === "ok" || json === "fail" || json === "info") return json;
  throw new Error("type should be invoke, ok, fail or info");
}

function processOf(json: ExactJson | undefined): Process {
  if (json === "nemesis" || typeof json === "number") return json;
  throw new Error("process should be a number or nemesis");
}

function exceptionOf(fields: Fields): OperationException {
  return { class: text(fields, "class"), message: text(fields, "message") };
}

function faultFrom(fields: Fields): NodeFault {
  switch (fields.fault) {
    case "not-json":
      return { fault: "not-json", line: text(fields, "line"), reason: text(fields, "reason") };
    case "malformed-message":
      return { fault: "malformed-message", line: text(fields, "line"), reason: text(fields, "reason") };
    case "unknown-address":
      return { fault: "unknown-address", line: text(fields, "line"), address: text(fields, "address") };
    case "late-reply":
      return {
        fault: "late-reply",
        line: text(fields, "line"),
        client: text(fields, "client"),
        request: fields.request === null ? null : number(fields, "request"),
      };
    case "exited":
      return {
        fault: "exited",
        code: fields.code === null ? null : number(fields, "code"),
        signal: fields.signal === null ? null : text(fields, "signal"),
        stdout: texts(fields, "stdout"),
        stderr: texts(fields, "stderr"),
      };
    case "trailing-text":
      return { fault: "trailing-text", line: text(fields, "line"), text: text(fields, "text") };
    case "flood":
      if (fields.stream !== "stdout" && fields.stream !== "stderr")
        throw new Error("stream should be stdout or stderr");
      return {
        fault: "flood",
        stream: fields.stream,
        line: text(fields, "line"),
        reason: text(fields, "reason"),
      };
    case "repeated":
      return { fault: "repeated", of: text(fields, "of"), count: number(fields, "count") };
    default:
      throw new Error(`there is no fault of the kind ${printExactJson(fields.fault ?? null)}`);
  }
}

function parse(line: string): ExactJson {
  try {
    return readExactJson(line);
  } catch {
    throw new Error(`this is not JSON: ${line.slice(0, 80)}`);
  }
}

function fieldsOf(json: ExactJson | undefined): Fields {
  if (!isExactRecord(json)) throw new Error("there should be an object");
  return json;
}

function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number") throw new Error(`${name} should be a number`);
  return value;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new Error(`${name} should be a string`);
  return value;
}

function texts(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  if (!isExactList(value)) throw new Error(`${name} should be a list of strings`);
  return value.map((item) => {
    if (typeof item !== "string") throw new Error(`${name} should be a list of strings`);
    return item;
  });
}
