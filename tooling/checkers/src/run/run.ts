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
import { Messages } from "./messages.ts";

export interface Run {
  readonly history: readonly Operation[];
  readonly events: readonly TraceEvent[];
  /** Client, node and message ids of an operation, by its index. */
  readonly carriers: ReadonlyMap<number, OperationEvent>;
  /** Every message that entered the network, by its id. */
  readonly messages: Pick<Messages, "get" | "values">;
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
  return { ...runOfEvents([]), history };
}

/** A run as our own trace tells it. */
export function runOfEvents(events: readonly TraceEvent[]): Run {
  const history: Operation[] = [];
  const messages = new Messages();
  const faults: NodeFaultEvent[] = [];
  for (const event of events) {
    if (event.kind === "send") messages.add(event);
    else if (event.kind === "op") history.push(event.op);
    else if (event.kind === "fault") faults.push(event);
  }
  // Only findings ask for the rest, and most runs have none.
  const carriers = lazily(() => carriersIn(history, events));
  const deliveries = lazily(() => deliveriesIn(events));
  const drops = lazily(() => dropsIn(events));
  const logs = lazily(() => logsIn(events));
  return {
    history,
    events,
    messages,
    faults,
    get carriers() {
      return carriers();
    },
    get deliveries() {
      return deliveries();
    },
    get drops() {
      return drops();
    },
    get logs() {
      return logs();
    },
  };
}

/** Makes something when it is first asked for, and keeps it. */
function lazily<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Who carries an operation is recorded when it completes; it is as true of its invocation, but for the reply. */
function carriersIn(
  history: readonly Operation[],
  events: readonly TraceEvent[],
): ReadonlyMap<number, OperationEvent> {
  const carriers = new Map<number, OperationEvent>();
  for (const event of events) if (event.kind === "op") carriers.set(event.op.index, event);
  followCalls(
    history,
    (invocation) => invocation,
    (completion, invocation) => {
      const carrier = carriers.get(completion.index);
      if (invocation === undefined || carrier === undefined) return;
      const { reply: _, ...request } = carrier;
      carriers.set(invocation.index, {
        ...request,
        ...carriers.get(invocation.index),
        at: invocation.time,
        op: invocation,
      });
    },
  );
  return carriers;
}

function deliveriesIn(events: readonly TraceEvent[]): ReadonlyMap<number, Nanoseconds> {
  const deliveries = new Map<number, Nanoseconds>();
  for (const event of events) if (event.kind === "recv") deliveries.set(event.id, event.at);
  return deliveries;
}

function dropsIn(events: readonly TraceEvent[]): ReadonlyMap<number, DropEvent> {
  const drops = new Map<number, DropEvent>();
  for (const event of events) if (event.kind === "drop") drops.set(event.id, event);
  return drops;
}

function logsIn(events: readonly TraceEvent[]): ReadonlyMap<string, readonly LogEvent[]> {
  const logs = new Map<string, LogEvent[]>();
  for (const event of events) {
    if (event.kind !== "log") continue;
    const lines = logs.get(event.node);
    if (lines === undefined) logs.set(event.node, [event]);
    else lines.push(event);
  }
  return logs;
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
