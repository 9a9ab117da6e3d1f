/**
 * The sends and polls of a history, taken out of its operations' values (MAELSTROM.md 10.7):
 *
 *     [[:send "7" [12 1]]]                      message 1 is at offset 12 of key "7"
 *     [[:send "7" 1]]                           the same while the offset is not known
 *     [[:poll {"7" [[12 1] [13 2]], "8" []}]]   what one poll got
 *
 * This is the boundary: what is malformed is said here, so that nothing after it need ask.
 */
import { type Datum, EdnList, isRecord, isVector, Keyword, type Operation } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../datum/identity.ts";
import { MalformedOperationError } from "../run/malformed-operation.ts";

/** A message, and where its log has it. */
export interface Message {
  /** Null as long as nobody has told. */
  readonly offset: number | null;
  readonly value: Identity;
}

/** The messages of one key, in the order in which they were sent or polled; none of a key polled in vain. */
export interface KeyMessages {
  readonly key: Identity;
  readonly messages: readonly Message[];
}

/**
 * Messages by key, in the order of the keys.
 *
 * Most operations have one key or two, of which a `Map` would cost more than all else that is kept of an operation.
 */
export type MessagesByKey = readonly KeyMessages[];

/** The messages of one key, or undefined if the operation did not have the key. */
export function messagesOf(byKey: MessagesByKey, key: Identity): readonly Message[] | undefined {
  return byKey.find((one) => one.key === key)?.messages;
}

/** An operation that sends or polls. */
export interface LogOperation {
  readonly operation: Operation;
  readonly sends: MessagesByKey;
  readonly polls: MessagesByKey;
}

const LOG_FUNCTIONS: ReadonlySet<string> = new Set(["send", "poll", "txn"]);
const NONE: MessagesByKey = [];

/** Whether an operation sends or polls; assigns and crashes do neither. */
export function isLogFunction(f: string): boolean {
  return LOG_FUNCTIONS.has(f);
}

/**
 * Reads the micro-operations of a send or a poll.
 *
 * @throws {MalformedOperationError} if the value is not as above, or an offset no integer below 2^53
 */
export function logOperation(operation: Operation): LogOperation {
  const sends: Gathered[] = [];
  const polls: Gathered[] = [];
  const steps = items(operation.value) ?? fail(operation);
  for (const step of steps) {
    const [name, first, second] = items(step) ?? fail(operation);
    const kind = name instanceof Keyword ? name.name : null;
    if (kind === "send" && first !== undefined) {
      append(sends, identityOf(first), [sent(operation, second ?? null)], steps.length > 1);
    } else if (kind === "poll") {
      for (const [key, pairs] of polledKeys(operation, first ?? null)) {
        const messages = items(pairs) ?? fail(operation);
        append(
          polls,
          identityOf(key),
          messages.map((pair) => polled(operation, pair)),
          steps.length > 1,
        );
      }
    } else fail(operation);
  }
  return { operation, sends: sends.length === 0 ? NONE : sends, polls: polls.length === 0 ? NONE : polls };
}

function sent(operation: Operation, datum: Datum): Message {
  const pair = items(datum);
  if (pair === null) return { offset: null, value: identityOf(datum) };
  return { offset: offsetOf(operation, pair[0] ?? null), value: identityOf(pair[1] ?? null) };
}

function polled(operation: Operation, datum: Datum): Message {
  const pair = items(datum) ?? fail(operation);
  return { offset: offsetOf(operation, pair[0] ?? null), value: identityOf(pair[1] ?? null) };
}

function offsetOf(operation: Operation, datum: Datum): number | null {
  if (datum === null || (typeof datum === "number" && Number.isSafeInteger(datum))) return datum;
  return fail(operation, ", with offsets that are integers below 2^53");
}

/** The entries of what a poll got: a map with strings for keys, or none while it has not got anything. */
function polledKeys(operation: Operation, datum: Datum): Iterable<readonly [Datum, Datum]> {
  if (datum === null) return [];
  if (datum instanceof Map) return datum;
  if (isRecord(datum)) return Object.entries(datum).map(([key, value]) => [key, value ?? null]);
  return fail(operation);
}

/** As `KeyMessages`, while they are gathered. */
interface Gathered {
  readonly key: Identity;
  readonly messages: Message[];
}

/** A key comes up again only if an operation has several sends or polls, as no operation of Maelstrom's has. */
function append(byKey: Gathered[], key: Identity, messages: Message[], again: boolean): void {
  const known = again ? byKey.find((one) => one.key === key) : undefined;
  if (known === undefined) byKey.push({ key, messages });
  else for (const message of messages) known.messages.push(message);
}

/** The items of a vector or a list, or null. */
export function items(datum: Datum): readonly Datum[] | null {
  if (datum instanceof EdnList) return datum.items;
  return isVector(datum) ? datum : null;
}

function fail(operation: Operation, more = ""): never {
  const expected = "a list of [:send key [offset message]] and [:poll {key [[offset message] …]}]";
  throw new MalformedOperationError(operation, expected + more);
}
