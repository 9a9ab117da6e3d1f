/** What the anomalies of a log have in common. Each has a file of its own kind; kafka.ts puts them together. */
import { type Datum, EdnSymbol } from "@gossip-glomers/history";
import { type Identity, identityText } from "../datum/identity.ts";
import { inBrief } from "../finding/phrase.ts";
import type { AnomalyCase } from "../transactions/anomaly-case.ts";
import type { LogAnalysis } from "./analysis.ts";
import { type LogOperation, messagesOf } from "./messages.ts";

/** One instance of an anomaly, and how bad it is as Maelstrom sorts its kind: a count, or a distance in the log. */
export interface LogCase extends AnomalyCase {
  readonly size: number;
}

/** A key or a message as data. */
export function datumOf(identity: Identity | undefined): Datum {
  if (identity === undefined) return null;
  const text = identityText(identity);
  return text === null ? identity : new EdnSymbol(text);
}

/** A key or a message as findings name it. */
export function shown(identity: Identity | undefined): string {
  return inBrief(datumOf(identity));
}

/** `message 5 of key "7"`. */
export function messageName(key: Identity, value: Identity | undefined): string {
  return `message ${shown(value)} of key ${shown(key)}`;
}

/**
 * An operation that has the message at the offset: its send if that says so, or else the first such poll.
 *
 * The message's own operations are looked at first: a node that stores everything twice makes a case of each message, and
 * a walk through the history for each would take minutes.
 */
export function whoSaw(
  { completed, writerOf, readersOf }: LogAnalysis,
  key: Identity,
  value: Identity,
  offset: number,
): LogOperation | undefined {
  const has = (messages: LogOperation["sends"]): boolean =>
    messagesOf(messages, key)?.some((message) => message.value === value && message.offset === offset) ===
    true;
  const writer = writerOf.get(key)?.get(value);
  if (writer !== undefined && has(writer.sends)) return writer;
  const reader = readersOf
    .get(key)
    ?.get(value)
    ?.find(({ polls }) => has(polls));
  // A message that was sent twice, as Maelstrom's clients never do, has a sender before the last.
  return reader ?? completed.find(({ sends }) => has(sends));
}
