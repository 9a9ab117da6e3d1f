/**
 * Events of a run as lines of JSON.
 *
 * The keys of a line come in a fixed order, whatever the order in which the event was put together: two runs of a
 * seed are compared byte by byte, and a difference must be a difference of the runs.
 */
import type { Json } from "@gossip-glomers/protocol";
import type { Operation } from "../operation.ts";
import type { NodeFault, TraceEvent, TraceHeader } from "../trace.ts";
import { datumToJson, isJsonArray } from "./datum-json.ts";

/** The first line of a trace, without a line end. */
export function traceHeaderLine(header: TraceHeader): string {
  const { kind, version, workload, nodes, clock, seed, options } = header;
  return JSON.stringify({ kind, version, workload, nodes, clock, seed, options: canonical(options) });
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
      return JSON.stringify({ kind, at, id, src, dest, body: canonical(event.body) });
    }
    case "recv":
      return JSON.stringify({ kind, at, id: event.id });
    case "drop":
      return JSON.stringify({ kind, at, id: event.id, reason: event.reason });
    case "log":
      return JSON.stringify({ kind, at, node: event.node, line: event.line });
    case "fault":
      return JSON.stringify({ kind, at, node: event.node, fault: faultJson(event.fault) });
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

function faultJson(fault: NodeFault): Json {
  return canonical({ ...fault });
}

/** The fields of every body come first; people look for them there. */
const FIRST: readonly string[] = ["fault", "type", "msg_id", "in_reply_to"];

/** The same JSON with the keys of its objects in one order. */
function canonical(json: Json): Json {
  if (json === null || typeof json !== "object") return json;
  if (isJsonArray(json)) return json.map(canonical);
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
