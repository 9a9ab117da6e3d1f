/**
 * How a value spread from node to node, as far as the trace shows it: which messages held it, and where they were lost.
 *
 * Nodes talk to each other as they please, so a message is taken to hold a value if the value stands anywhere in its
 * body. A count that happens to be the same number can mislead; so this only explains what the history has proved.
 */
import {
  type Datum,
  type DropEvent,
  type ExactJson,
  isExactList,
  isExactRecord,
  type Nanoseconds,
  type SendEvent,
} from "@gossip-glomers/history";
import { isSameDatum } from "../datum/identity.ts";
import { count, seconds } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";

/** Why a node lacks a value, and the messages that show it. */
export interface Explanation {
  /** Sentences; empty if there is no trace to tell from. */
  readonly text: string;
  readonly messages: readonly number[];
}

const NOTHING: Explanation = { text: "", messages: [] };

/**
 * Explains why `reader` lacked the value at `until`.
 *
 * @param origin the node that was given the value by a client
 */
export function explainAbsence(
  run: Run,
  value: Datum,
  origin: string | undefined,
  reader: string | undefined,
  until: Nanoseconds,
): Explanation {
  if (origin === undefined || reader === undefined) return NOTHING;
  if (origin === reader) return { text: `${reader} itself had been given it.`, messages: [] };
  const holding = messagesHolding(run, value, until);
  const [first] = holding;
  if (first === undefined)
    return { text: `No message between nodes ever held it: ${origin} told nobody.`, messages: [] };
  const toReader = holding.filter(({ dest }) => dest === reader);
  const arrived = toReader.find(({ id }) => (run.deliveries.get(id) ?? until) < until);
  if (arrived !== undefined) {
    const text = `Message ${arrived.id} of ${arrived.src} had brought it to ${reader} at ${seconds(run.deliveries.get(arrived.id) ?? 0)}.`;
    return { text, messages: [arrived.id] };
  }
  if (toReader.length > 0) return fellOnTheWay(run, reader, toReader);
  const reached = new Set(holding.filter(({ id }) => run.deliveries.has(id)).map(({ dest }) => dest));
  const astray = holding.filter(({ dest, id }) => run.drops.has(id) && !reached.has(dest));
  const spread =
    reached.size === 0
      ? `No message that held it arrived anywhere.`
      : `It reached ${[...reached].sort().join(", ")}, but no message to ${reader} ever held it.`;
  return {
    text: [spread, ...astray.slice(0, TOLD).map((message) => `${lossOf(run, message)}.`)].join(" "),
    messages: astray.slice(0, TOLD).map(({ id }) => id),
  };
}

/** So many lost messages are told. */
const TOLD = 2;

function fellOnTheWay(run: Run, reader: string, sent: readonly SendEvent[]): Explanation {
  const lost = sent.filter(({ id }) => run.drops.has(id));
  const [first] = lost;
  if (first === undefined) {
    const [late] = sent;
    const text = `${count(sent.length, "message")} with it to ${reader} had not arrived yet.`;
    return { text, messages: late === undefined ? [] : [late.id] };
  }
  const others = lost.length - 1;
  const again =
    others === 0
      ? `and no other message to ${reader} held it`
      : `and so did ${count(others, "other message", "other messages")} to ${reader} that held it`;
  return { text: `${lossOf(run, first)}, ${again}.`, messages: lost.slice(0, TOLD).map(({ id }) => id) };
}

/** `n2 sent it to n1 in message 812, which fell into the partition at 3.215 s`. */
function lossOf(run: Run, { id, src, dest, at }: SendEvent): string {
  const drop = run.drops.get(id);
  return `${src} sent it to ${dest} in message ${id}, which ${drop === undefined ? "was lost" : fateOf(drop)} at ${seconds(drop?.at ?? at)}`;
}

function fateOf({ reason }: DropEvent): string {
  return reason === "partition" ? "fell into the partition" : `was lost (${reason})`;
}

/** The messages between nodes that were sent before `until` and hold the value, in the order of sending. */
function messagesHolding(run: Run, value: Datum, until: Nanoseconds): readonly SendEvent[] {
  const nodes = new Set([...run.carriers.values()].map(({ node }) => node));
  const isValue = (part: ExactJson): boolean => part === value || isSameDatum(part, value);
  return [...run.messages.values()].filter(
    ({ src, dest, at, body }) => at < until && nodes.has(src) && nodes.has(dest) && bodyHolds(body, isValue),
  );
}

/** Fields of every message's body, which say nothing of what it is about. */
const ENVELOPE: ReadonlySet<string> = new Set(["type", "msg_id", "in_reply_to"]);

function bodyHolds(body: ExactJson, isValue: (part: ExactJson) => boolean): boolean {
  if (!isExactRecord(body)) return false;
  return Object.entries(body).some(([name, part]) => !ENVELOPE.has(name) && holds(part, isValue));
}

function holds(part: ExactJson, isValue: (part: ExactJson) => boolean): boolean {
  if (isValue(part)) return true;
  if (isExactList(part)) return part.some((item) => holds(item, isValue));
  return isExactRecord(part) && Object.values(part).some((item) => holds(item, isValue));
}
