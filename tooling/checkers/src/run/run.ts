/**
 * What every checker looks at: the history of a run and, where we recorded it ourselves, its trace, with the
 * questions that a checker asks answered once. Read next calls.ts for what belongs together in a history.
 *
 * Of a run of the real Maelstrom there is only the history. Verdicts must therefore come from `history` alone; the
 * trace adds the names of clients and nodes and the ids of messages to what is said about them.
 */

import {
  type DropEvent,
  type ExactJson,
  isExactRecord,
  type LogEvent,
  type Nanoseconds,
  type NodeFaultEvent,
  type Operation,
  type OperationEvent,
  type SendEvent,
  type TraceEvent,
} from "@gossip-glomers/history";
import { followCalls } from "./calls.ts";

export interface Run {
  readonly history: readonly Operation[];
  readonly events: readonly TraceEvent[];
  /** Client, node and message ids of an operation, by its index. */
  readonly carriers: ReadonlyMap<number, OperationEvent>;
  /** Every message that entered the network, by its id. */
  readonly messages: ReadonlyMap<number, SendEvent>;
  /** When a message was delivered, by its id; a lost one is not there. */
  readonly deliveries: ReadonlyMap<number, Nanoseconds>;
  /** How a message was lost, by its id. */
  readonly drops: ReadonlyMap<number, DropEvent>;
  readonly faults: readonly NodeFaultEvent[];
  /** What a node wrote to stderr, in order. */
  readonly logs: ReadonlyMap<string, readonly LogEvent[]>;
}

/** A run of which only the history is known, for instance one of the real Maelstrom. */
export function runOfHistory(history: readonly Operation[]): Run {
  return index(history, []);
}

/** A run as our own trace tells it. */
export function runOfEvents(events: readonly TraceEvent[]): Run {
  const history: Operation[] = [];
  for (const event of events) if (event.kind === "op") history.push(event.op);
  return index(history, events);
}

function index(history: readonly Operation[], events: readonly TraceEvent[]): Run {
  const carriers = new Map<number, OperationEvent>();
  const messages = new Map<number, SendEvent>();
  const deliveries = new Map<number, Nanoseconds>();
  const drops = new Map<number, DropEvent>();
  const faults: NodeFaultEvent[] = [];
  const logs = new Map<string, LogEvent[]>();
  for (const event of events) {
    if (event.kind === "op") carriers.set(event.op.index, event);
    else if (event.kind === "send") messages.set(event.id, event);
    else if (event.kind === "recv") deliveries.set(event.id, event.at);
    else if (event.kind === "drop") drops.set(event.id, event);
    else if (event.kind === "fault") faults.push(event);
    else if (event.kind === "log") {
      const lines = logs.get(event.node);
      if (lines === undefined) logs.set(event.node, [event]);
      else lines.push(event);
    }
  }
  carryInvocations(history, carriers);
  return { history, events, carriers, messages, deliveries, drops, faults, logs };
}

/** Who carries an operation is recorded when it completes; it is as true of its invocation, but for the reply. */
function carryInvocations(history: readonly Operation[], carriers: Map<number, OperationEvent>): void {
  followCalls(
    history,
    (invocation) => invocation,
    (completion, invocation) => {
      const carrier = carriers.get(completion.index);
      if (invocation === undefined || carrier === undefined) return;
      carriers.set(invocation.index, carrierOf(invocation, carriers.get(invocation.index), carrier));
    },
  );
}

function carrierOf(
  op: Operation,
  own: OperationEvent | undefined,
  ofCompletion: OperationEvent,
): OperationEvent {
  const at = op.time;
  const { client, node, request } = ofCompletion;
  // As good as always; written out, it takes a fifth of the time.
  if (isBare(own) && client !== undefined && node !== undefined && request !== undefined)
    return { kind: "op", at, op, client, node, request };
  const { reply: _, ...known } = ofCompletion;
  return { ...known, ...own, at, op };
}

function isBare(event: OperationEvent | undefined): boolean {
  if (event === undefined) return true;
  const { client, node, request, reply } = event;
  return client === undefined && node === undefined && request === undefined && reply === undefined;
}

/** Whether an address is a client's: Maelstrom looks at its first letter only (MAELSTROM.md section 17.1). */
export function isClient(address: string): boolean {
  return address.startsWith("c");
}

/** A field of a message's body, or undefined if the body is no object or has no such field. */
export function bodyField(message: SendEvent, name: string): ExactJson | undefined {
  const { body } = message;
  return isExactRecord(body) && Object.hasOwn(body, name) ? body[name] : undefined;
}
