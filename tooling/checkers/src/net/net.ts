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
  const all = emptyTally();
  const clients = emptyTally();
  const servers = emptyTally();
  for (const event of run.events) {
    if (event.kind !== "send" && event.kind !== "recv") continue;
    const message = event.kind === "send" ? event : run.messages.get(event.id);
    if (message === undefined) continue;
    const part = isClientTraffic(message) ? clients : servers;
    for (const tally of [all, part]) {
      if (event.kind === "send") tally.sent++;
      else tally.received++;
    }
  }
  for (const message of run.messages.values()) {
    all.messages++;
    (isClientTraffic(message) ? clients : servers).messages++;
  }
  const operations = run.history.filter(
    ({ type, process }) => type === "invoke" && process !== "nemesis",
  ).length;
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

function isClientTraffic({ src, dest }: SendEvent): boolean {
  return isClient(src) || isClient(dest);
}

function emptyTally(): Tally {
  return { sent: 0, received: 0, messages: 0 };
}

function tallyDatum({ sent, received, messages }: Tally): DatumRecord {
  return { "send-count": sent, "recv-count": received, "msg-count": messages };
}

/** Absent when there were no operations. */
function messagesPerOperation({ messages }: Tally, operations: number): Datum | undefined {
  return operations === 0 ? undefined : singleDatum(singleRatio(messages, operations));
}
