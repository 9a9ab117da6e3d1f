/** The words in which findings speak of times, operations, values and lines. */
import { type Datum, type Nanoseconds, type Operation, printEdn } from "@gossip-glomers/history";
import type { Run } from "../run/run.ts";

/** A time in seconds since the start of the run, to the millisecond. */
export function seconds(at: Nanoseconds): string {
  return `${(at / 1e9).toFixed(3)} s`;
}

/** `1 message`, `2 messages`. */
export function count(number: number, singular: string, plural: string = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** The text with a capital at its start, for the start of a sentence. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Longer quotations are cut: a node may print ten megabytes on one line. */
const LONGEST_QUOTATION = 1_000;

/** A text as it is, or its beginning and how much is missing. */
export function quoted(text: string): string {
  if (text.length <= LONGEST_QUOTATION) return text;
  return `${text.slice(0, LONGEST_QUOTATION)}… (${text.length - LONGEST_QUOTATION} characters more)`;
}

/** A value as EDN, cut where it would drown the sentence. */
export function inBrief(datum: Datum, limit = 80): string {
  const text = printEdn(datum);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** So many of a node's last lines of stderr are quoted. */
const LAST_LINES = 5;

/** What a node wrote to stderr last before a time, one detail a line. */
export function lastStderrLines(run: Run, node: string, until: Nanoseconds): readonly string[] {
  const lines = (run.logs.get(node) ?? []).filter(({ at }) => at <= until);
  return lines
    .slice(-LAST_LINES)
    .map(({ at, line }) => `stderr of ${node} at ${seconds(at)}: ${quoted(line)}`);
}

/** Who did an operation, at which node: `c4 at n2`, or the process if there is no trace. */
export function actor(run: Run, operation: Operation): string {
  const carrier = run.carriers.get(operation.index);
  if (carrier?.client === undefined) return `process ${operation.process}`;
  return carrier.node === undefined ? carrier.client : `${carrier.client} at ${carrier.node}`;
}

/** How an operation ended: `info, :net-timeout`. */
export function outcome({ type, error }: Operation): string {
  if (error === undefined) return type;
  // A text is Maelstrom's exception, which goes on for a page; what matters of it is told by the checker that it is about.
  const said = typeof error === "string" ? firstSentence(error) : printEdn(error);
  return `${type}, ${quoted(said)}`;
}

function firstSentence(text: string): string {
  return text.split(/\.\s|\n/, 1)[0] ?? text;
}

/** Where to find an operation: `operation 12, messages 40 and 43`, by the ids of its request and its reply. */
export function reference(run: Run, operation: Operation): string {
  const messages = messagesOf(run, operation.index);
  if (messages.length === 0) return `operation ${operation.index}`;
  return `operation ${operation.index}, ${messages.length === 1 ? "message" : "messages"} ${messages.join(" and ")}`;
}

/** The ids of an operation's request and reply, as far as they are known. */
export function messagesOf(run: Run, index: number): readonly number[] {
  const { request, reply } = run.carriers.get(index) ?? {};
  return [request, reply].filter((id) => id !== undefined);
}

/** How sentences name an operation. */
export type Naming = (operation: Operation) => string;

/** Names by a run: `the read by c4 at n2 (operation 41, messages 12 and 15, 2.310 s)`. */
export function namingIn(run: Run): Naming {
  return (operation) =>
    `the ${operation.f === "txn" ? "transaction" : operation.f} by ${actor(run, operation)} ` +
    `(${reference(run, operation)}, ${seconds(operation.time)})`;
}
