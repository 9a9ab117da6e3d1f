/**
 * Net: how many messages the run took, counted as Maelstrom counts (MAELSTROM.md section 17.1).
 *
 * `msgs-per-op` under `servers` is the figure that the broadcast challenges limit. It counts every message between
 * nodes, and between nodes and services, gossip and acknowledgements included, and divides by all operations of
 * clients, reads included. A message that a partition swallowed was sent, so it counts.
 */
import type { Datum, DatumRecord, SendEvent } from "@gossip-glomers/history";
import { singleDatum, singleRatio } from "../datum/single.ts";
import { isClient, type Run } from "../run/run.ts";
import type { Verdict } from "../verdict.ts";

interface Tally {
  sent: number;
  received: number;
  /** Messages, each counted once. */
  messages: number;
}

/** Counts the messages of a trace. Always valid. */
export function checkNet(run: Run): Verdict {
  const clients = emptyTally();
  const servers = emptyTally();
  const tallyOf = ({ src, dest }: SendEvent): Tally => (isClient(src) || isClient(dest) ? clients : servers);
  for (const event of run.events) {
    if (event.kind === "send") tallyOf(event).sent++;
    else if (event.kind === "recv") {
      const message = run.messages.get(event.id);
      if (message !== undefined) tallyOf(message).received++;
    }
  }
  for (const message of run.messages.values()) tallyOf(message).messages++;
  const all = sumOf(clients, servers);
  let operations = 0;
  for (const { type, process } of run.history) if (type === "invoke" && process !== "nemesis") operations++;
  return {
    valid: true,
    result: {
      all: { ...tallyDatum(all), "msgs-per-op": messagesPerOperation(all, operations) },
      clients: tallyDatum(clients),
      servers: { ...tallyDatum(servers), "msgs-per-op": messagesPerOperation(servers, operations) },
    },
    findings: [],
  };
}

function emptyTally(): Tally {
  return { sent: 0, received: 0, messages: 0 };
}

function sumOf(one: Tally, other: Tally): Tally {
  return {
    sent: one.sent + other.sent,
    received: one.received + other.received,
    messages: one.messages + other.messages,
  };
}

function tallyDatum({ sent, received, messages }: Tally): DatumRecord {
  return { "send-count": sent, "recv-count": received, "msg-count": messages };
}

/** Absent when there were no operations. */
function messagesPerOperation({ messages }: Tally, operations: number): Datum | undefined {
  return operations === 0 ? undefined : singleDatum(singleRatio(messages, operations));
}
