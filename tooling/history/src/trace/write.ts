/**
 * Events of a run as lines of JSON.
 *
 * The keys of a line come in a fixed order, whatever the order in which the event was put together: two runs of a
 * seed are compared byte by byte, and a difference must be a difference of the runs.
 */
import type { Json } from "@gossip-glomers/protocol";
import { type ExactJson, isExactList, isExactRecord } from "../exact-json/exact-json.ts";
import { printExactJson } from "../exact-json/print.ts";
import type { Operation } from "../operation.ts";
import type { TraceEvent, TraceHeader } from "../trace.ts";
import { datumToJson } from "./datum-json.ts";

/** The first line of a trace, without a line end. */
export function traceHeaderLine(header: TraceHeader): string {
  const { kind, version, workload, nodes, clock, seed, options } = header;
  return printExactJson({ kind, version, workload, nodes, clock, seed, options: canonical(options) });
}

/** One event as a line, without a line end. */
export function traceLine(event: TraceEvent): string {
  const { kind, at } = event;
  switch (event.kind) {
    case "op": {
      const { client, node, request, reply } = event;
      return JSON.stringify({ kind, at, client, node, request, reply, op: operationJson(event.op) });
    }
    case "send": {
      const { id, src, dest } = event;
      // Numbers have the digits that were on the wire, rather than the `$integer` of an operation's value.
      return printExactJson({ kind, at, id, src, dest, body: canonical(event.body) });
    }
    case "recv":
      return JSON.stringify({ kind, at, id: event.id });
    case "drop":
      return JSON.stringify({ kind, at, id: event.id, reason: event.reason });
    case "log":
      return JSON.stringify({ kind, at, node: event.node, line: event.line });
    case "fault":
      return printExactJson({ kind, at, node: event.node, fault: canonical({ ...event.fault }) });
  }
}

function operationJson(operation: Operation): Json {
  const { index, time, type, process, f, value, error, exception, final, seekToBeginning } = operation;
  return {
    index,
    time,
    type,
    process,
    f,
    value: datumToJson(value),
    ...(error === undefined ? {} : { error: datumToJson(error) }),
    ...(exception === undefined ? {} : { exception: { class: exception.class, message: exception.message } }),
    ...(final === undefined ? {} : { final }),
    ...(seekToBeginning === undefined ? {} : { seekToBeginning }),
  };
}

/** The fields of every body come first; people look for them there. */
const FIRST: readonly string[] = ["fault", "type", "msg_id", "in_reply_to"];

/** The same JSON with the keys of its objects in one order. */
function canonical(json: ExactJson): ExactJson {
  if (isExactList(json)) return json.map(canonical);
  if (!isExactRecord(json)) return json;
  const names = Object.keys(json).sort(byRankThenName);
  return Object.fromEntries(names.map((name) => [name, canonical(json[name] ?? null)]));
}

function byRankThenName(left: string, right: string): number {
  return rank(left) - rank(right) || (left < right ? -1 : 1);
}

function rank(name: string): number {
  const position = FIRST.indexOf(name);
  return position < 0 ? FIRST.length : position;
}
